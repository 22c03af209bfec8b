#pragma once
// What becomes of a party: the class of its raw events, the reason, the person, the trainings (SEMANTICS.md 2.2,
// 3, 4.2). Pure.
#include <memory>

#include "ledger/in_force.hpp"
#include "ledger/party.hpp"

namespace jembatan::ledger {

// How long and against what holds are kept.
struct hold_rules {
  duration settle;            // delivery.settle, where a training has none of its own
  duration training_unknown;  // SEMANTICS.md 2.5
  duration others;
};

time_point final_at(const training::programme&, duration settle);

// The party's judgement under the registers in force. `party.judged` is the one before: it keeps since when a hold
// stands.
judgement judge(const party&, const training::occurrence&, const in_force&, const hold_rules&, time_point now);

}  // namespace jembatan::ledger

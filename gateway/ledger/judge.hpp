#pragma once
// What becomes of a party: the class of its raw events, the reason, the person, the trainings (SEMANTICS.md 2.2,
// 3, 4.2). Pure.
#include <functional>
#include <set>

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

// What a judgement asks of the other parties.
struct questions {
  std::function<training::resolution(const party&)> who;  // asked of a participant only
  // Whether the person is enrolled by a registration with the sender, or in the course.
  std::function<bool(const std::string& person, const training::programme&)> enrolled;
};

// Trainings to which the occurrence belongs, sorted.
std::set<std::string> trainings_of(const training::occurrence&, const in_force&);
// Trainings whose rules read what the learner did in the activity, or whose course the enrolment is in.
std::set<std::string> trainings_of(const party&, const in_force&);

// The party's judgement under the registers in force. `party.judged` is the one before: it keeps since when a hold
// stands. Of a connection, and of session events:
judgement judge(const party&, const training::occurrence&, const in_force&, const questions&, const hold_rules&,
                time_point now);

// Of a learner in one activity. What lies in a course of the catalogue but is named by no rule is ignored, like a
// meeting outside every window.
judgement judge_activity(const party&, const in_force&, const questions&, const hold_rules&, time_point now);

// Of a registration, or an enrolment in a course. Whatever became of it, it is recorded where the person and a training
// are known: that it was denied or cancelled is read by evaluation as well.
judgement judge_enrolment(const party&, const in_force&, const hold_rules&, time_point now);

}  // namespace jembatan::ledger

#pragma once
// What operators say of who a held party is (SEMANTICS.md 3.4), kept beside the facts: party_table reads it with the
// party, so that whatever is derived follows.
#include "ledger/core.hpp"

namespace jembatan::ledger {

// See ledger::assign. `hold_id` with or without "hld:".
result<void> assign(core&, std::string hold_id, const std::string& person, const std::string& actor);
result<void> unassign(core&, std::string hold_id, const std::string& actor);

}  // namespace jembatan::ledger

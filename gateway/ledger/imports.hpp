#pragma once
// Registers and catalogue come into force (SEMANTICS.md 7): what differs is stored, and everybody and everything that
// the difference could change is marked. Marking is complete: what was held before an import ends as if it had been
// known from the start.
#include "ledger/core.hpp"

namespace jembatan::ledger {

result<import_report> import_people(core&, const register_file&, std::vector<training::person_row>,
                                    std::int64_t allow_removals, time_point now);
result<import_report> import_accounts(core&, const register_file&, std::vector<training::account_row>,
                                      std::int64_t allow_removals, time_point now);
result<import_report> import_trainings(core&, const register_file&, std::vector<training::programme>,
                                       std::int64_t allow_removals, time_point now);

}  // namespace jembatan::ledger

#pragma once
// Registers and catalogue come into force (SEMANTICS.md 7): what differs is stored, and everybody and everything that
// the difference could change is marked. Marking is complete: what was held before an import ends as if it had been
// known from the start.
#include "ledger/core.hpp"

namespace jembatan::ledger {

struct import_terms {
  std::int64_t allow_removals = 0;
  time_point now;
  bool compare_only = false;  // nothing is stored, and removals need no leave
};

result<import_report> import_people(core&, const register_file&, const std::vector<training::person_row>&,
                                    const import_terms&);
result<import_report> import_accounts(core&, const register_file&, const std::vector<training::account_row>&,
                                      const import_terms&);
result<import_report> import_trainings(core&, const register_file&, std::vector<training::programme>,
                                       const import_terms&);
// All of the set in one transaction.
result<import_reports> import_registers(core&, register_set, const import_terms&);

}  // namespace jembatan::ledger

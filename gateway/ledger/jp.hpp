#pragma once
// Training hours per person and year (SEMANTICS.md 5.5).
#include "ledger/core.hpp"

namespace jembatan::ledger {

// Everybody in the register, and whoever has a record, by person_id.
result<std::vector<jp_row>> jp_of(reader&, const training::directory&, int year);

}  // namespace jembatan::ledger

#pragma once
// The steps of an import inside its one transaction. Throws soci::soci_error.
#include "ledger/imports.hpp"
#include "ledger/tables.hpp"

namespace jembatan::ledger {

// What is in force while an import goes on: each register that is put builds on the one before.
using forming = std::shared_ptr<const in_force>;
using catalogue = std::map<std::string, training::programme>;

// invalid when more rows are gone than that, unless nothing was in force before.
result<void> check_removals(tables&, const register_file&, const import_report&, std::int64_t allowed);
// The register's row and the feed's.
void come_into_force(tables&, const register_file&, const import_report&, time_point now);

// invalid when one id stands there twice.
result<catalogue> by_id(std::vector<training::programme>);
result<import_report> put_trainings(tables&, forming& current, const register_file&, const catalogue& after,
                                    duration settle, const import_terms&);
result<import_report> put_certificates(tables&, forming& current, const register_file&,
                                       const std::vector<training::certificate_row>&, const import_terms&);

}  // namespace jembatan::ledger

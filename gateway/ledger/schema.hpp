#pragma once
// The schema of the ledger as numbered migrations; FORMAT.md explains every column. A migration that was released is
// never edited: a new one is added. Throws soci::soci_error.
#include "ledger/sql.hpp"

namespace jembatan::ledger {

// Brings the file to the newest schema, one transaction per migration. unsupported when it is newer than this program.
result<void> migrate(soci::session&);

int newest_schema();

}  // namespace jembatan::ledger

#pragma once
// One stored body as a row of a segment (FORMAT.md "row"): to parameters of an INSERT, and back with every check that
// the row allows. Pure but for the statement it is given.
#include <string_view>

#include "journal/journal.hpp"
#include "sqlite/statement.hpp"

namespace jembatan::journal {

inline constexpr std::string_view insert_row =
    "INSERT INTO row(sequence,source,received_at,peer,tls,events,identities,seal,nonce,body,checksum) "
    "VALUES(?1,?2,?3,?4,?5,?6,?7,0,NULL,?8,?9)";

// The columns that read_row() expects, in its order.
#define JB_JOURNAL_ROW_COLUMNS "sequence,source,received_at,peer,tls,events,identities,seal,body,checksum"

// The entry must live until the statement is reset.
void bind_row(sqlite::statement&, std::uint64_t sequence, const entry&);

// From a SELECT of the columns above that stands on a row. corrupt when the bytes are not what was written, unsupported
// for a seal that this version does not know.
result<stored_entry> read_row(const sqlite::statement&, const std::filesystem::path& file);

// About what a row costs on disk and in memory.
std::size_t row_bytes(const entry&);

}  // namespace jembatan::journal

#pragma once
// What an earlier process left in the WAL of a database, made durable before anybody goes by it. Where a sync failed,
// or the process was killed before it, Linux may show frames that are not on the disk, and no later sync writes them:
// after a power cut they are gone, with everything that was appended behind them, while a checkpoint may have copied
// them into the file. So they are written once more, as they stand, and synced. One thread.
#include <filesystem>
#include <string>

#include "base/error.hpp"

namespace jembatan::sqlite {

// Before the first statement on the database. Without a WAL there is nothing to do. A crash in the middle of it changes
// nothing that could be read. io, or full where rewriting needs room; the WAL is as it was then.
result<void> make_left_wal_durable(const std::filesystem::path& database, const std::string& vfs);

}  // namespace jembatan::sqlite

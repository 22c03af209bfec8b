#pragma once
// One connection to one SQLite file. A thin owner of sqlite3*: it opens, runs SQL and closes, and turns SQLite's codes
// into base::errc with the file's name and SQLite's own text. One thread at a time per connection; several connections
// to a file are safe as long as only one of them writes and checkpoints (SQLite 3.40, WAL-reset bug: DESIGN.md 6).
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/time.hpp"
#include "sqlite/statement.hpp"

struct sqlite3;

namespace jembatan::sqlite {

enum class access {
  create,      // read and write, made when absent
  read_write,  // must exist
  read_only,   // must exist; never checkpoints, not even on close
  sealed,      // read only, and nobody writes any more: no locks and no files beside it
};

struct open_options {
  access mode = access::create;
  duration busy_timeout = std::chrono::seconds{5};
  std::string vfs = {};  // name of a registered VFS, empty for the system's: where tests inject faults
};

struct checkpoint_state {
  bool busy = false;  // a reader held some of it back
  int frames = 0;     // in the WAL
  int moved = 0;      // of them now in the database
};

class database {
 public:
  // not_found, io, corrupt, locked. A file that is no database is noticed by the first statement, not here.
  static result<database> open(const std::filesystem::path&, const open_options& = {});

  // Runs one or more statements without results.
  result<void> execute(const std::string& sql);
  // BEGIN IMMEDIATE and COMMIT, compiled once: for sqlite::transaction.
  result<void> begin();
  result<void> commit();
  // Compiles one statement. It must not outlive the connection.
  result<statement> prepare(std::string_view sql);
  // The first column of the first row; not_found when there is no row.
  result<std::int64_t> query_int(std::string_view sql);
  result<std::string> query_text(std::string_view sql);

  // WAL, synchronous=FULL: a commit that returned is on disk. So is what an earlier process left in the WAL
  // (left_wal.hpp). Before the first statement. `page_size` counts only for a file that is still empty.
  result<void> use_durable_wal(int page_size, int autocheckpoint_pages);

  // Reads the whole file. corrupt with what is wrong; io when it cannot be read.
  result<void> quick_check();

  // Moves the WAL into the database. Does not wait for readers.
  result<checkpoint_state> checkpoint();
  // The same, and leaves an empty WAL behind unless a reader stays in the way for longer than the busy time-out
  // (`busy`).
  result<checkpoint_state> checkpoint_and_truncate();
  // Frames that the last commit of this connection left in the WAL.
  int wal_frames() const;

  // Closing then leaves the file and its WAL exactly as they are.
  void leave_wal_on_close();

  bool in_transaction() const;
  const std::filesystem::path& file() const { return *file_; }

 private:
  struct closer {
    void operator()(sqlite3*) const;
  };
  database(sqlite3*, std::filesystem::path, std::string vfs);
  result<checkpoint_state> run_checkpoint(int mode);
  result<void> run_kept(statement& kept, std::string_view sql);

  // On the heap: statements and SQLite's hook keep their addresses when the connection is moved.
  std::unique_ptr<std::filesystem::path> file_;
  std::string vfs_;
  std::unique_ptr<int> frames_;
  std::unique_ptr<sqlite3, closer> handle_;
  statement begin_, commit_;  // end before the connection
};

// What a primary or extended SQLite result code means. FULL is full, IOERR io, CORRUPT and NOTADB corrupt, BUSY
// unavailable. `handle`, where there is one, adds what the system said: a quota, or a full disk under the shared memory
// of a WAL, is full as well. A failed sync is always io, whatever the reason.
error make_error(int code, const std::filesystem::path& file, std::string_view text, sqlite3* handle = nullptr);

}  // namespace jembatan::sqlite

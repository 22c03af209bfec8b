#include "ledger/dialect/sqlite.hpp"

// Brings the names of sqlite3.h in a namespace of its own, and does not compile after that header.
#include <soci/sqlite3/soci-sqlite3.h>

#include <string>

#include "sqlite/left_wal.hpp"

namespace jembatan::ledger::dialect {
namespace {

constexpr const char* busy_seconds = "10";

errc kind_of(int code) {
  switch (code & 0xff) {  // the upper bits are SQLite's extended code
    case SQLITE_FULL:
      return errc::full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return errc::corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return errc::locked;
    default:
      return errc::io;
  }
}

// Asked once more: on a full disk the change can fail after its answer was given, and the file stays without a WAL.
void use_wal(soci::session& session, const std::filesystem::path& file) {
  session << "PRAGMA journal_mode=WAL";
  std::string mode;
  session << "PRAGMA journal_mode", soci::into(mode);
  if (mode != "wal")
    throw soci::soci_error(file.string() + ": SQLite's WAL mode is not taken: the disk is full or does not allow it");
}

// Without room to write what is left once more, as some file systems need it, it stays as it is.
void take_over_wal(const std::filesystem::path& file, const std::string& vfs) {
  if (const auto left = sqlite::make_left_wal_durable(file, vfs); left.has_error() && !left.error().is(errc::full))
    throw soci::soci_error(left.error().message());
}

}  // namespace

void open(soci::session& session, const std::filesystem::path& file, const std::string& vfs, access how) {
  if (how == access::write) take_over_wal(file, vfs);
  session.open(soci::sqlite3,
               "dbname=\"" + file.string() + "\" timeout=" + busy_seconds + (vfs.empty() ? "" : " vfs=" + vfs));
  if (how == access::write) {
    use_wal(session, file);
    session << "PRAGMA synchronous=FULL";
    session << "PRAGMA wal_autocheckpoint=8192";
  } else {
    session << "PRAGMA wal_autocheckpoint=0";
    session << "PRAGMA query_only=1";
  }
  session << "PRAGMA temp_store=MEMORY";
}

void begin(soci::session& session) {
  session << "BEGIN IMMEDIATE";
}

void commit(soci::session& session) {
  session << "COMMIT";
}

void roll_back(soci::session& session) noexcept {
  try {
    session << "ROLLBACK";
  } catch (const soci::soci_error&) {
    // SQLite has rolled back by itself already, or the next BEGIN says what is wrong.
  }
}

error to_error(const soci::soci_error& failure, const char* doing) {
  const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&failure);
  return error(sqlite ? kind_of(sqlite->result()) : errc::io,
               std::string("ledger, ") + doing + ": " + failure.get_error_message());
}

}  // namespace jembatan::ledger::dialect

#include "sqlite/database.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "sqlite/left_wal.hpp"

namespace jembatan::sqlite {
namespace {

errc kind_of(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return errc::full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return errc::corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return errc::unavailable;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
      return errc::denied;
    case SQLITE_INTERRUPT:
      return errc::cancelled;
    case SQLITE_CONSTRAINT:
      return errc::exists;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return errc::io;
    default:
      return errc::invalid;
  }
}

// A path as a "file:" URI (RFC 3986: everything but unreserved characters and '/' is escaped).
std::string to_uri(const std::filesystem::path& file) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char c : file.string()) {
    if (plain.find(c) != std::string_view::npos) {
      uri += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    uri += '%';
    uri += digits[byte >> 4U];
    uri += digits[byte & 15U];
  }
  return uri;
}

int open_flags(access mode) {
  switch (mode) {
    case access::create:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case access::read_write:
      return SQLITE_OPEN_READWRITE;
    case access::read_only:
      return SQLITE_OPEN_READONLY;
    case access::sealed:
      return SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  }
  return SQLITE_OPEN_READONLY;
}

int remember_frames(void* frames, sqlite3*, const char*, int in_wal) {
  *static_cast<int*>(frames) = in_wal;
  return SQLITE_OK;
}

}  // namespace

error make_error(int code, const std::filesystem::path& file, std::string_view text, sqlite3* handle) {
  auto kind = kind_of(code);
  auto said = file.string() + ": " + std::string(text);
  if (const int number = handle != nullptr && kind == errc::io ? sqlite3_system_errno(handle) : 0; number != 0) {
    said += std::string(", ") + std::strerror(number);
    if ((number == ENOSPC || number == EDQUOT) && code != SQLITE_IOERR_FSYNC && code != SQLITE_IOERR_DIR_FSYNC)
      kind = errc::full;
  }
  return {kind, said + " (SQLite code " + std::to_string(code) + ")"};
}

void database::closer::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

database::database(sqlite3* handle, std::filesystem::path file, std::string vfs)
    : file_(std::make_unique<std::filesystem::path>(std::move(file))),
      vfs_(std::move(vfs)),
      frames_(std::make_unique<int>(0)),
      handle_(handle) {}

result<database> database::open(const std::filesystem::path& file, const open_options& options) {
  sqlite3* handle = nullptr;
  const auto name = options.mode == access::sealed ? to_uri(file) + "?immutable=1" : file.string();
  const int flags = open_flags(options.mode) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(name.c_str(), &handle, flags, options.vfs.empty() ? nullptr : options.vfs.c_str());
  database opened(handle, file, options.vfs);
  // Only SQLite's file layer knows which disk the file is on: it is asked what was wrong.
  if ((code & 0xff) == SQLITE_CANTOPEN && handle != nullptr && sqlite3_system_errno(handle) == ENOENT &&
      options.mode != access::create)
    return error{errc::not_found, file.string() + " does not exist"};
  if (code != SQLITE_OK)
    return make_error(code, file, handle == nullptr ? "out of memory" : sqlite3_errmsg(handle), handle);
  sqlite3_busy_timeout(handle, static_cast<int>(options.busy_timeout.count()));
  // Only the connection that writes a file may checkpoint it; it says so itself.
  sqlite3_wal_autocheckpoint(handle, 0);
  if (options.mode == access::read_only || options.mode == access::sealed) opened.leave_wal_on_close();
  return opened;
}

result<void> database::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return make_error(code, *file_, sqlite3_errmsg(handle_.get()), handle_.get());
  return {};
}

result<void> database::run_kept(statement& kept, std::string_view sql) {
  if (!kept.handle_) {
    JB_TRY(kept, prepare(sql));
  }
  return kept.run();
}

result<void> database::begin() {
  return run_kept(begin_, "BEGIN IMMEDIATE");
}

result<void> database::commit() {
  return run_kept(commit_, "COMMIT");
}

result<statement> database::prepare(std::string_view sql) {
  sqlite3_stmt* compiled = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &compiled, nullptr);
  if (code != SQLITE_OK) return make_error(code, *file_, sqlite3_errmsg(handle_.get()), handle_.get());
  return statement(compiled, file_.get());
}

result<std::int64_t> database::query_int(std::string_view sql) {
  JB_TRY(auto query, prepare(sql));
  JB_TRY(const bool row, query.step());
  if (!row) return error{errc::not_found, file_->string() + ": no row for " + std::string(sql)};
  return query.integer(0);
}

result<std::string> database::query_text(std::string_view sql) {
  JB_TRY(auto query, prepare(sql));
  JB_TRY(const bool row, query.step());
  if (!row) return error{errc::not_found, file_->string() + ": no row for " + std::string(sql)};
  return std::string(query.text(0));
}

result<void> database::use_durable_wal(int page_size, int autocheckpoint_pages) {
  // Without room to write what is left once more, as some file systems need it, it stays as it is.
  if (auto left = make_left_wal_durable(*file_, vfs_); left.has_error() && !left.error().is(errc::full)) return left;
  JB_CHECK(execute("PRAGMA page_size=" + std::to_string(page_size)));
  // Asked once more: on a full disk the change can fail after its answer was given, and the file stays without a WAL.
  JB_CHECK(execute("PRAGMA journal_mode=WAL"));
  JB_TRY(const auto mode, query_text("PRAGMA journal_mode"));
  if (mode != "wal") return error{errc::io, file_->string() + ": the file system does not allow SQLite's WAL mode"};
  JB_CHECK(execute("PRAGMA synchronous=FULL"));
  if (autocheckpoint_pages > 0) {
    sqlite3_wal_autocheckpoint(handle_.get(), autocheckpoint_pages);
  } else {
    sqlite3_wal_hook(handle_.get(), remember_frames, frames_.get());
  }
  return {};
}

// Its verdict on a page that could not be read says "error code=266": that is no damage.
result<void> database::quick_check() {
  JB_TRY(const auto verdict, query_text("PRAGMA quick_check(1)"));
  if (verdict == "ok") return {};
  const bool unread = verdict.find("unable to get the page") != std::string::npos;
  return error{unread ? errc::io : errc::corrupt, file_->string() + ": " + verdict};
}

result<checkpoint_state> database::run_checkpoint(int mode) {
  checkpoint_state state;
  const int code = sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, mode, &state.frames, &state.moved);
  state.busy = (code & 0xff) == SQLITE_BUSY;
  if (code != SQLITE_OK && !state.busy) return make_error(code, *file_, sqlite3_errmsg(handle_.get()), handle_.get());
  return state;
}

result<checkpoint_state> database::checkpoint() {
  return run_checkpoint(SQLITE_CHECKPOINT_PASSIVE);
}

result<checkpoint_state> database::checkpoint_and_truncate() {
  return run_checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
}

int database::wal_frames() const {
  return *frames_;
}

void database::leave_wal_on_close() {
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

bool database::in_transaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

}  // namespace jembatan::sqlite

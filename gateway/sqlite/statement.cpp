#include "sqlite/statement.hpp"

#include <sqlite3.h>

#include "sqlite/database.hpp"

namespace jembatan::sqlite {

void statement::finalizer::operator()(sqlite3_stmt* s) const {
  sqlite3_finalize(s);
}

void statement::keep(int code) {
  if (code != SQLITE_OK && refused_ == SQLITE_OK) refused_ = code;
}

void statement::bind(int index, std::int64_t value) {
  keep(sqlite3_bind_int64(handle_.get(), index, value));
}

void statement::bind(int index, std::string_view text) {
  // A null pointer would bind NULL, where an empty text is meant.
  const char* data = text.data() == nullptr ? "" : text.data();
  keep(sqlite3_bind_text64(handle_.get(), index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void statement::bind_blob(int index, std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) {
    keep(sqlite3_bind_zeroblob(handle_.get(), index, 0));
    return;
  }
  keep(sqlite3_bind_blob64(handle_.get(), index, bytes.data(), bytes.size(), SQLITE_STATIC));
}

void statement::bind_null(int index) {
  keep(sqlite3_bind_null(handle_.get(), index));
}

result<bool> statement::step() {
  if (refused_ != SQLITE_OK) return make_error(refused_, *file_, sqlite3_errstr(refused_));
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  auto* connection = sqlite3_db_handle(handle_.get());
  return make_error(sqlite3_extended_errcode(connection), *file_, sqlite3_errmsg(connection), connection);
}

result<void> statement::run() {
  auto outcome = step();
  while (outcome.has_value() && *outcome) outcome = step();
  reset();
  if (outcome.has_error()) return std::move(outcome).error();
  return {};
}

void statement::reset() {
  sqlite3_reset(handle_.get());
  refused_ = SQLITE_OK;
}

bool statement::is_null(int column) const {
  return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

std::int64_t statement::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::string_view statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
  return data == nullptr
             ? std::string_view{}
             : std::string_view{data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::span<const std::uint8_t> statement::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_.get(), column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

}  // namespace jembatan::sqlite

#pragma once
// SOCI as the ledger uses it: prepared statements with typed columns and arguments, and failures as values. No column
// is ever NULL, so that no indicator is needed. Inside the ledger SQL failures travel as soci::soci_error up to
// guarded(), the one place that makes errors of them. Not thread-safe: as its session.
#include <soci/soci.h>

#include <new>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "ledger/dialect/sqlite.hpp"

namespace jembatan::ledger {

// What SOCI binds as 64 bits with every compiler.
using integer = long long;

template <class Row, class Arguments>
class prepared;

// prepared<std::tuple<columns...>, std::tuple<arguments...>>: arguments are bound by position, so a name stands once in
// a text.
template <class... Columns, class... Arguments>
class prepared<std::tuple<Columns...>, std::tuple<Arguments...>> {
 public:
  using row = std::tuple<Columns...>;

  prepared(soci::session& session, const std::string& text) : statement_(session) {
    std::apply([this](auto&... column) { (statement_.exchange(soci::into(column)), ...); }, row_);
    std::apply([this](auto&... argument) { (statement_.exchange(soci::use(argument)), ...); }, arguments_);
    statement_.alloc();
    statement_.prepare(text);
    statement_.define_and_bind();
  }
  prepared(const prepared&) = delete;
  prepared& operator=(const prepared&) = delete;

  // For statements without rows: how many rows were changed.
  integer run(const Arguments&... values) {
    arguments_ = std::tuple<Arguments...>(values...);
    statement_.execute(true);
    return statement_.get_affected_rows();
  }

  // Always reads to the end: a statement that is left half-way would keep its snapshot open.
  template <class Take>
  void each(Take&& take, const Arguments&... values) {
    arguments_ = std::tuple<Arguments...>(values...);
    for (bool more = statement_.execute(true); more; more = statement_.fetch()) take(std::as_const(row_));
  }

  std::optional<row> first(const Arguments&... values) {
    std::optional<row> found;
    each([&](const row& r) { found = found ? std::move(found) : std::optional<row>(r); }, values...);
    return found;
  }

  std::vector<row> all(const Arguments&... values) {
    std::vector<row> rows;
    each([&](const row& r) { rows.push_back(r); }, values...);
    return rows;
  }

 private:
  row row_;
  std::tuple<Arguments...> arguments_;
  soci::statement statement_;
};

// A statement that is used once.
template <class Row = std::tuple<>, class... Arguments>
std::vector<Row> select_all(soci::session& session, const std::string& text, const Arguments&... values) {
  return prepared<Row, std::tuple<Arguments...>>(session, text).all(values...);
}

template <class... Arguments>
integer change(soci::session& session, const std::string& text, const Arguments&... values) {
  return prepared<std::tuple<>, std::tuple<Arguments...>>(session, text).run(values...);
}

// Runs body, which returns a result, and makes an error of an SQL failure or of a stored form that cannot be read.
template <class Body>
auto guarded(const char* doing, Body&& body) -> decltype(body()) {
  try {
    return body();
  } catch (const soci::soci_error& failure) {
    return dialect::to_error(failure, doing);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& failure) {
    // Stored JSON that cannot be read: what was written is not what is there.
    return error(errc::corrupt, std::string("ledger, ") + doing + ": " + failure.what());
  }
}

}  // namespace jembatan::ledger

#pragma once
// A compiled statement. Parameters count from 1, columns from 0, as SQLite's do. Bound text and blobs are not copied:
// they must live until the statement is reset. Views of columns live until the next step() or reset(). One thread at a
// time.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "base/error.hpp"

struct sqlite3_stmt;

namespace jembatan::sqlite {

class statement {
 public:
  statement() = default;

  // A refused bind (wrong index, too long) is reported by the next step().
  void bind(int index, std::int64_t);
  void bind(int index, std::string_view text);
  void bind_blob(int index, std::span<const std::uint8_t>);
  void bind_null(int index);

  // True when there is a row. The statement stays open then: reset it, or hold a reset_guard.
  result<bool> step();
  // For a statement without rows: steps to its end and resets, whatever came of it.
  result<void> run();
  // Ready to be stepped anew; bindings stay until they are bound again.
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;
  std::span<const std::uint8_t> blob(int column) const;

 private:
  friend class database;
  struct finalizer {
    void operator()(sqlite3_stmt*) const;
  };
  statement(sqlite3_stmt* s, const std::filesystem::path* file) : handle_(s), file_(file) {}
  void keep(int code);

  std::unique_ptr<sqlite3_stmt, finalizer> handle_;
  const std::filesystem::path* file_ = nullptr;
  int refused_ = 0;
};

// Ends a read when the scope ends: an open read keeps the WAL from being reset.
class reset_guard {
 public:
  explicit reset_guard(statement& s) : statement_(s) {}
  ~reset_guard() { statement_.reset(); }
  reset_guard(const reset_guard&) = delete;
  reset_guard& operator=(const reset_guard&) = delete;

 private:
  statement& statement_;
};

}  // namespace jembatan::sqlite

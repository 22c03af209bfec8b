#pragma once
// A register as a table whose columns have names: the header decides their order, every column must be there once and
// no other. Diagnostics name line and column but never quote a cell: they reach operational logs on a reload, and cells
// hold NIPs, names and e-mail addresses (DESIGN.md promise 8). Pure.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "config/diagnostic.hpp"

namespace jembatan::registers {

// Diagnostics of one file, bounded however many rows are wrong: the first hundred, then a count.
class problem_list {
 public:
  explicit problem_list(std::string file) : file_(std::move(file)) {}
  void add(int line, std::string_view column, std::string text);
  bool empty() const { return count_ == 0; }
  // In the order of lines; the list must not be used after it.
  config::diagnostics take();

 private:
  std::string file_;
  config::diagnostics kept_;
  std::size_t count_ = 0;
};

// One row: its cells in the order in which the caller named the columns, without spaces and tabs around them.
struct table_row {
  int line = 0;
  const std::vector<std::string>& cells;
};

// Calls back for each row that has as many fields as the header. An unusable header is reported and no row is visited.
void read_table(std::string_view csv, const std::vector<std::string_view>& columns, problem_list&,
                const std::function<void(const table_row&)>&);

}  // namespace jembatan::registers

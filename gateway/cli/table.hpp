#pragma once
// Rows in aligned columns, for a person at a terminal.
#include <iosfwd>
#include <string>
#include <vector>

namespace jembatan::cli {

class table {
 public:
  explicit table(std::vector<std::string> heading) { rows_.push_back(std::move(heading)); }
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.size() == 1; }
  void print(std::ostream&) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace jembatan::cli

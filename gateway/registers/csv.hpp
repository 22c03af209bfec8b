#pragma once
// Strict reading of CSV (RFC 4180): UTF-8, a byte order mark allowed, lines that end with CRLF or LF, fields in quotes
// may hold commas, quotes (doubled) and line ends. What spreadsheet programs guess at is an error here: half of a
// register is worse than none (SEMANTICS.md 7). Pure; the text must outlive the reader.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jembatan::registers {

struct csv_limits {
  std::size_t file_bytes = 256ull * 1024 * 1024;
  std::size_t field_bytes = 64 * 1024;
  std::size_t columns = 64;
  std::size_t rows = 2'000'000;  // the header counts as one
};

struct csv_error {
  int line = 0;  // 0: the whole text
  std::string text;
};

class csv_reader {
 public:
  explicit csv_reader(std::string_view text, csv_limits = {});

  // The next row's fields, replacing what the vector held. False at the end and after an error. An empty line is a row
  // with one empty field.
  bool next(std::vector<std::string>& fields);
  // Where the row that was read last begins; 1 is the first line.
  int line() const { return row_line_; }
  // What ended the reading early. Nothing can be told of the rows after it: a lost quote shifts them all.
  const std::optional<csv_error>& error() const { return error_; }

 private:
  bool quoted_field(std::string& to);
  bool plain_field(std::string& to);
  bool append(std::string& to, char);
  bool end_of_row();
  bool fail(int line, std::string text);

  std::string_view text_;
  csv_limits limits_;
  std::size_t at_ = 0;
  std::size_t rows_ = 0;
  int line_ = 1;
  int row_line_ = 1;
  std::optional<csv_error> error_;
};

}  // namespace jembatan::registers

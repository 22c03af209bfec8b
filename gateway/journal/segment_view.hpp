#pragma once
// One segment file from the side of a reader: a connection of its own that never writes and never checkpoints
// (SQLite 3.40: DESIGN.md 6), and whose reads are short. One thread at a time.
#include "journal/segment.hpp"

namespace jembatan::journal {

struct read_limits {
  std::size_t rows = 0;
  std::size_t bytes = 0;
};

class segment_view {
 public:
  // `newest`: the writer may still be writing it. Any other segment whose WAL is empty is read as the plain file that
  // it is.
  static result<segment_view> open(const std::filesystem::path&, bool newest, const options&);

  result<segment_header> header();
  // Of the last row, which is read whole; 0 when there is none.
  result<std::uint64_t> last();
  // corrupt when SQLite finds its own structures broken. Reads the whole file.
  result<void> quick_check();

  // Rows from `first` to `last` in order until a limit is reached, one at least, added to `out`. corrupt when one is
  // missing.
  result<void> read(std::uint64_t first, std::uint64_t last, read_limits, std::vector<stored_entry>& out);

  // How many raw events of each source were accepted up to and with this sequence, counted from the nearest tally on.
  result<tally> accepted_through(std::uint64_t sequence);
  // Raw events of each source in rows after `after` up to and with `through`.
  result<tally> count(std::uint64_t after, std::uint64_t through);

 private:
  segment_view(sqlite::database, std::filesystem::path);
  result<stored_entry> next_row(std::uint64_t expected);
  result<void> add_rows(std::uint64_t after, std::uint64_t through, tally&);

  std::filesystem::path file_;
  sqlite::database database_;
  sqlite::statement rows_;
  sqlite::statement events_;
};

}  // namespace jembatan::journal

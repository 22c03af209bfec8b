#pragma once
// Start's look at the directory: which segments there are, whether they are whole as far as that can be seen in a few
// milliseconds each, and whether their chain of sequences has a gap. Reads only, with one exception: a file that was
// never registered has never held a row, and goes.
#include <optional>

#include "journal/catalogue.hpp"
#include "journal/cursor_file.hpp"

namespace jembatan::journal {

struct survey {
  std::vector<segment_range> segments;  // in order, up to the newest one that was begun
  std::optional<std::uint64_t> spare;   // made ready, not begun
  std::uint64_t last = 0;
};

// The numbers of the segment files in the directory, ascending.
result<std::vector<std::uint64_t>> list_segments(const options&);

// corrupt: a damaged, missing or foreign segment, with its name and the remedy.
result<survey> survey_segments(const options&, const cursor_state&);

}  // namespace jembatan::journal

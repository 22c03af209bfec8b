#pragma once
// From when to when a row of a register holds: civil days, both inclusive, open where the cell is empty
// (SEMANTICS.md 3.1). Pure.
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "registers/table.hpp"

namespace jembatan::registers {

struct validity {
  std::optional<date> from, to;
};

// Reads berlaku_dari and berlaku_sampai; reports what is no date, and a period that ends before it begins.
validity read_validity(const std::string& from, const std::string& to, int line, problem_list&);

// A row's period under the key that it must not share at any time (a person, an account).
struct claim {
  std::string key;
  std::string owner;  // what the row says of the key
  validity when;
  int line = 0;
};

// Two claims on one key whose periods share a day; `second` stands at the later start.
struct clash {
  claim first, second;
};

// Each claim that begins before an earlier one of its key has ended, against the one that ends last.
std::vector<clash> clashes(std::vector<claim>);

}  // namespace jembatan::registers

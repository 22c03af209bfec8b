#pragma once
// The list of participants of a training as a file beside it: the letter of assignment, one person_id a line; '#'
// begins a comment, empty lines are allowed (INTERFACES.md 3). Pure.
#include <string>
#include <string_view>
#include <vector>

#include "config/diagnostic.hpp"

namespace jembatan::registers {

// A person as a file of the catalogue names them.
struct named_person {
  std::string person_id;
  std::string file;
  int line = 0;
};

struct participant_list {
  std::vector<named_person> people;
  config::diagnostics problems;  // no person_id, the same person twice
};

participant_list parse_participants(std::string_view text, const std::string& file);

}  // namespace jembatan::registers

#pragma once
// The register of people, people.csv (INTERFACES.md 2): the whole of who is who, with validity. Every row is checked,
// and all that is wrong is reported at once; a file with any problem is refused whole (SEMANTICS.md 7). Pure.
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "config/diagnostic.hpp"
#include "training/directory.hpp"

namespace jembatan::registers {

struct people_register {
  std::vector<training::person_row> rows;  // in the order of the file; must not be used when there are problems
  std::string digest;                      // SHA-256 hex of the file's bytes
  config::diagnostics problems;
  config::diagnostics warnings;  // one NIP or e-mail for two people at one time: it decides nothing
};

// `today` bounds what dates of appointment are believed. E-mail addresses come out in lower case, NIPs without spaces.
people_register parse_people(std::string_view csv, const std::string& file, date today);

// Letters, digits, '.', '_' and '-', at most 64: what may be a person_id, here and in the catalogue.
bool is_person_id(std::string_view);

}  // namespace jembatan::registers

#pragma once
// The training catalogue: a folder of <id>.yaml, taken whole or refused whole (SEMANTICS.md 7). Reads the folder;
// everything else is pure. Any thread.
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "config/diagnostic.hpp"
#include "registers/participants.hpp"
#include "registers/training_file.hpp"
#include "training/catalogue.hpp"
#include "training/directory.hpp"

namespace jembatan::registers {

inline constexpr std::size_t most_trainings = 20'000;

struct catalogue {
  std::vector<training::programme> programmes;  // by id; must not be used when there are problems
  std::vector<named_person> people;             // everybody whom the files name, with their lines
  std::string digest;                           // SHA-256 hex over names and bytes of all files that were read
  config::diagnostics problems;
};

// A training that names a source that is not among the known ones is an error.
catalogue read_catalogue(const std::filesystem::path& folder, const known_sources&);

// Two sessions that claim overlapping windows of one meeting: the time counts in both (SEMANTICS.md 4.2). For a
// warning.
config::diagnostics overlaps(const std::vector<training::programme>&);

// People whom the catalogue names and the register does not have, one warning per file: they get no record until the
// register has them.
config::diagnostics unknown_people(const catalogue&, const std::vector<training::person_row>&);

}  // namespace jembatan::registers

#pragma once
// One training of the catalogue, <id>.yaml (INTERFACES.md 3), through the strict loader. Every key of the format is
// known; those that this version cannot honour are refused, because a rule that is silently left out would make wrong
// records. Pure but for the reader that is handed in.
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "config/loader.hpp"
#include "registers/participants.hpp"
#include "training/catalogue.hpp"

namespace jembatan::registers {

// How a file that a training names is read.
using file_reader = std::function<result<std::string>(const std::filesystem::path&)>;

struct training_file {
  training::programme programme;     // must not be used when there are problems
  config::diagnostics problems;      // of this file and of its list of participants
  std::vector<named_person> people;  // participants and staff, where they are written
  std::string participants_bytes;    // of the list, where there is one
};

// Ids of the configured sources, by what may refer to them; unchecked where absent.
struct known_sources {
  std::optional<std::set<std::string>> zoom{};
  std::optional<std::set<std::string>> learning{};  // learning systems: all others
};

// What a training is read against.
struct training_origin {
  std::filesystem::path file;  // <folder>/<id>.yaml: decides the id and what paths are relative to
  known_sources sources;
  file_reader read;
};

training_file parse_training(std::string_view yaml, const training_origin&);

// Markdown of all keys of a training: config/trainings/README.md holds it.
std::string training_reference();

}  // namespace jembatan::registers

#pragma once
// Options of a source of type zoom: an entry of section `sources` of the configuration.
#include <string>
#include <vector>

#include "base/option.hpp"

namespace jembatan::zoom {

struct options {
  std::vector<secret_file> secrets;      // one, or two while one replaces the other
  std::string on_bad_signature = "503";  // "503" | "401"
  byte_size body_limit{1 * MiB};
  duration freshness = std::chrono::seconds{300};
};

void describe(option_visitor&, options&);

}  // namespace jembatan::zoom

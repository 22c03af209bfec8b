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
  std::string nip_question;  // title of the registration question that asks for the NIP; empty: there is none
};

void describe(option_visitor&, options&);

}  // namespace jembatan::zoom

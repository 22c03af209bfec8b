#pragma once
// The double's command line.
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "siasn_double/modes.hpp"

namespace jembatan::siasn_double {

struct options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::filesystem::path certificate, key;  // PEM
  std::filesystem::path people;            // people.csv of INTERFACES.md 2: whom SIASN knows
  std::filesystem::path effects;           // what was done, one JSON object a line
  std::filesystem::path apim;              // key:secret that /oauth2/token asks for; any when not given
  std::filesystem::path sso;               // the SSO token that counts, read anew per request; any when not given
  modes start;
};

// "--name value" pairs. invalid with a sentence for the person who called it.
result<options> parse_arguments(const std::vector<std::string>&);
extern const char* const usage;

}  // namespace jembatan::siasn_double

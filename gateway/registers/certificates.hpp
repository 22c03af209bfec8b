#pragma once
// The register of certificates, certificates.csv (INTERFACES.md 2): which number a person's certificate of a training
// has. Refused whole or taken whole, like people.hpp. Pure.
#include <string>
#include <string_view>
#include <vector>

#include "config/diagnostic.hpp"
#include "training/certificate.hpp"

namespace jembatan::registers {

struct certificates_register {
  std::vector<training::certificate_row> rows;  // in the order of the file; must not be used when there are problems
  std::string digest;                           // SHA-256 hex of the file's bytes
  config::diagnostics problems;                 // a person has two certificates of one training, ...
  config::diagnostics warnings;                 // one number stands for two
};

certificates_register parse_certificates(std::string_view csv, const std::string& file);

}  // namespace jembatan::registers

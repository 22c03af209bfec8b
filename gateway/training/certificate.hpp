#pragma once
// The certificate of a training: as the register of certificates lists it, and as it stands in a record. Plain values.
#include <optional>
#include <string>

#include "base/time.hpp"

namespace jembatan::training {

// A row of certificates.csv. One per person and training.
struct certificate_row {
  std::string training;
  std::string person_id;
  std::string number;
  date issued;
  std::string link;      // may be empty
  std::string pdf_path;  // for targets that take the document; never in a record
  std::string sha256;    // of that document, hex; empty without one
  bool operator==(const certificate_row&) const = default;
};

struct certificate {
  std::string number;
  date issued;
  std::string link;
  std::string sha256;
  bool operator==(const certificate&) const = default;
};

}  // namespace jembatan::training

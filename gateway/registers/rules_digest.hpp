#pragma once
// What decides a training's records, as one digest: records carry it, so that whoever has the same rules can compare
// (INTERFACES.md 5, basis.rules_sha256). Pure.
#include <string>

#include "training/catalogue.hpp"

namespace jembatan::registers {

// SHA-256 hex over every field of the programme but `digest`, in a fixed order; how the YAML was written does not
// count.
std::string rules_digest(const training::programme&);

}  // namespace jembatan::registers

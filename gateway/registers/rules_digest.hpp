#pragma once
// What decides a training's records, as one digest: records carry it, so that whoever has the same rules can compare
// (INTERFACES.md 5, basis.rules_sha256). Pure.
#include <string>

#include "training/catalogue.hpp"

namespace jembatan::registers {

// SHA-256 hex over every field of the programme but `digest`, in a fixed order: who is enrolled and who is staff, the
// sessions with their windows, course, modules, action plan, feedback, badge and certificate, and what the record says
// of the training. How the YAML was written does not count, and neither do the registers.
std::string rules_digest(const training::programme&);

}  // namespace jembatan::registers

#pragma once
// What a record was made from, as one digest: whoever has the same facts gets the same digest and can compare
// (INTERFACES.md 5, basis.facts_sha256). Pure.
#include <string>

#include "training/record.hpp"

namespace jembatan::training {

// SHA-256, hex, over the person's facts that the programme reads: enrolment, the presences of occurrences that belong
// to one of its sessions, what was done in activities that its rules name, and the certificate. Independent of order
// and duplication.
std::string facts_digest(const person_facts&, const programme&);

}  // namespace jembatan::training

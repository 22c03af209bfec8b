#pragma once
// The end state that the player intended for each person, and its own small interval code (SEMANTICS.md 4.4, 5.3,
// written anew so that a fault in the gateway's cannot hide). One JSON object a line in truth.jsonl. Pure.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "simulate/plan.hpp"

namespace jembatan::simulate {

struct truth {
  enum class state { record, none, held };

  std::string who;  // person_id
  std::string role;
  state expect = state::none;
  std::vector<std::string> keys;  // how a hold may name the person: lower-case e-mail, Zoom id, display name
  std::string reason;             // held only
  // record only
  std::string nip, outcome;
  std::int64_t minutes = 0, required = 0;
  bool met = false;
  int jp = 0;
  std::vector<std::string> reasons;  // sorted

  bool operator==(const truth&) const = default;
};
std::string_view to_string(truth::state);

struct interval {
  instant from, to;
};
// Seconds of the union of the intervals inside the window.
std::int64_t covered_seconds(std::vector<interval>, interval window);

std::vector<truth> truth_of(const plan&);

std::string to_line(const truth&);
// invalid when the line is not one that to_line wrote.
result<truth> truth_from_line(std::string_view);

}  // namespace jembatan::simulate

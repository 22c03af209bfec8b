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

struct session_truth {
  std::string id;
  std::int64_t minutes = 0, required = 0;
  bool met = false;
  bool operator==(const session_truth&) const = default;
};
struct module_truth {
  std::string id;
  std::string completed_at;     // RFC 3339, UTC; empty where it is not completed
  std::optional<double> score;  // 0..1, where there is one
  bool met = false;
  bool operator==(const module_truth&) const = default;
};
struct actions_truth {
  std::int64_t applied = 0, required = 0;
  bool operator==(const actions_truth&) const = default;
};

struct truth {
  enum class state { record, none, held };

  std::string who;  // person_id
  std::string role;
  state expect = state::none;
  std::vector<std::string> keys;  // how a hold may name the person: lower-case e-mail, Zoom id, display name
  std::string reason;             // of the hold; beside a record where one of several connections is held
  // record only
  std::string nip, outcome;
  std::vector<session_truth> sessions;   // in the catalogue's order, and so are modules
  std::vector<module_truth> modules;     // none without a learning system
  std::optional<actions_truth> actions;  // where the training has an action plan
  std::string certificate;               // its number; empty without one
  std::string badge_at;                  // empty without one
  int jp = 0, year = 0;                  // what the record shows; counted for the person where the outcome is lulus
  std::vector<std::string> reasons;      // in any order

  bool operator==(const truth&) const = default;
};
std::string_view to_string(truth::state);

struct interval {
  instant from, to;
};
// Seconds of the union of the intervals inside the window.
std::int64_t covered_seconds(std::vector<interval>, interval window);

struct presence_truth {
  session_truth session;
  bool present = false;  // for a second at least
  bool leave_unknown = false;
};
// What the person's legs give in the plan's session.
presence_truth presence_of(const attendee&, const plan&);
// Lower-case texts by which a hold may name the attendee, added to those that are there.
void add_keys(truth&, const attendee&);

std::vector<truth> truth_of(const plan&);

std::string to_line(const truth&);
// invalid when the line is not one that to_line wrote.
result<truth> truth_from_line(std::string_view);

}  // namespace jembatan::simulate

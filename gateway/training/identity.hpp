#pragma once
// Who a party is: derived from what its source says of it and from the directory, never frozen (SEMANTICS.md 3). Pure.
#include <string>
#include <vector>

#include "training/catalogue.hpp"
#include "training/directory.hpp"

namespace jembatan::training {

// Everything that the events of one connection say of their participant; the union over its events (SEMANTICS.md 3.2).
// Distinct non-empty values, sorted.
struct party {
  std::string source;
  std::vector<std::string> registrant_ids;
  std::vector<std::string> emails;         // lower case
  std::vector<std::string> account_names;  // Zoom: participant id of a signed-in user
  std::string account_home_page;
  std::vector<std::string> customer_keys;
  std::vector<std::string> names;  // hints only
  bool host = false;               // participant id equals object.host_id
  time_point at;                   // of its first event: identifiers resolve then
};

enum class verdict { person, hold, ignore };

struct resolution {
  verdict what = verdict::hold;
  std::string person_id;  // when person
  std::string reason;     // hold: person_unknown | identity_conflict; ignore: host
  std::string hint;       // hold: the display name, else an e-mail, for the operator
  auto operator<=>(const resolution&) const = default;
};

// The ladder of SEMANTICS.md 3.3: signed-in e-mail, then account. An e-mail counts as signed in only when an account
// (Zoom: participant id) stands beside it; without one it is what an invitation said and only a hint. A rung whose
// identifier points to one person votes for them; one that points to nobody, or to several people at once, is passed
// over. Votes that differ are an identity_conflict, no vote is person_unknown. The host's connection is ignored
// whatever the rungs say (SEMANTICS.md 3.5).
resolution resolve(const party&, const directory&);

}  // namespace jembatan::training

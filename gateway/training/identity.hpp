#pragma once
// Who a party is: derived from what its source says of it and from the directory, never frozen (SEMANTICS.md 3). Pure.
#include <string>
#include <string_view>
#include <vector>

#include "training/catalogue.hpp"
#include "training/directory.hpp"

namespace jembatan::training {

// Everything that the events of one connection, or of one registration, say of whom they are about; the union over its
// events (SEMANTICS.md 3.2). Distinct non-empty values, sorted.
struct party {
  std::string source;
  std::vector<std::string> registrant_ids;
  std::vector<std::string> emails;         // lower case
  std::vector<std::string> account_names;  // Zoom: participant id of a signed-in user
  std::string account_home_page;
  std::vector<std::string> customer_keys;
  std::vector<std::string> names;         // of a participant hints only
  std::vector<std::string> claimed_nips;  // self-typed, of a registration
  std::vector<std::string> assigned;      // person_ids that an operator said it is (SEMANTICS.md 3.4)
  bool host = false;                      // participant id equals object.host_id
  time_point at;                          // of its first event: identifiers resolve then
};

// Adds what the other one says of the same person: connections that participant_bind made one.
void unite(party& into, const party& other);

// A connection with the time from its first join to its last leave.
struct stay {
  party who;
  window when;
};
// Whether both came by one personal link and cannot be one person: one registrant id, at the same time, with different
// e-mails (SEMANTICS.md 3.3). Where one of them shows no e-mail nothing contradicts.
bool share_a_link(const stay&, const stay&);

// The home page under which accounts.csv lists customer keys: what our own join page says of a participant.
inline constexpr std::string_view customer_key_page = "customer_key";

enum class verdict { person, hold, ignore };

struct resolution {
  verdict what = verdict::hold;
  std::string person_id;  // when person
  std::string reason;     // hold: person_unknown | identity_conflict; ignore: host
  std::string hint;       // hold: the display name, else an e-mail, for the operator
  auto operator<=>(const resolution&) const = default;
};

// What else tells who a connection is.
struct evidence {
  std::vector<party> registrations;  // made for the meeting under the connection's registrant ids
  bool shared_link = false;          // another connection shares its link
};

// The ladder of SEMANTICS.md 3.3: registrant id of a registered person, signed-in e-mail, account, customer key. An
// e-mail counts as signed in only when an account (Zoom: participant id) stands beside it; without one it is what an
// invitation said and only a hint. A rung whose identifier points to one person votes for them; one that points to
// nobody, or to several people at once, is passed over. Votes that differ are an identity_conflict, and so is a shared
// link; no vote is person_unknown. The host's connection is ignored whatever the rungs say (SEMANTICS.md 3.5). Where an
// operator assigned it to people of the register, nothing else is asked, here and below: who assigns has looked at what
// the ladder says.
resolution resolve(const party&, const evidence&, const directory&);

// Who registered: the e-mail that the personal link was sent to, and a self-typed NIP where the directory has it and
// the person's e-mail or name agrees with the registration's. Both vote as above.
resolution resolve_registration(const party&, const directory&);

// Who a learning system's user is: its account, and its e-mail, which counts as signed in: a learning system names
// nobody else. Both vote as above.
resolution resolve_learner(const party&, const directory&);

}  // namespace jembatan::training

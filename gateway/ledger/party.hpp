#pragma once
// A party: everything that the facts of one key say, merged. One connection of an occurrence, the session events of the
// occurrence itself, one registration for a meeting, a learner in one activity, or a learner's enrolment in a course,
// which are judged alike. Pure: merge() depends on the facts alone, in any order.
#include <string>
#include <vector>

#include "ledger/facts.hpp"
#include "training/activity.hpp"
#include "training/attendance.hpp"
#include "training/enrolment.hpp"
#include "training/identity.hpp"

namespace jembatan::ledger {

inline constexpr std::int64_t unknown_time = -1;

// What evaluation made of a party.
struct judgement {
  event_class cls = event_class::evaluating;
  std::string hold;                    // why it is held, or was until that expired; empty when nothing is to be mended
  std::string reason;                  // the hold, or why it is ignored: host staff outside_window no_rule expired
  std::string person;                  // whom it resolved to
  std::string hint;                    // for the operator
  std::vector<std::string> trainings;  // whose sessions its occurrence belongs to, or whose rules read it, sorted
  std::int64_t since = 0;              // the hold began
  std::int64_t expires_at = 0;         // the hold ends
  std::string hold_id;                 // random, made at the first hold
  bool operator==(const judgement&) const = default;
};

// Persisted as text; never rename.
enum class party_kind { participant, session, registration, activity, enrolment };
std::string_view to_text(party_kind);
std::optional<party_kind> party_kind_from(std::string_view);

// Of a learning system.
inline bool is_learner(party_kind k) {
  return k == party_kind::activity || k == party_kind::enrolment;
}
// Judged by the registers alone, before everybody else.
inline bool tells_enrolment(party_kind k) {
  return k == party_kind::registration || k == party_kind::enrolment;
}

struct party {
  integer key = 0;
  integer occ = 0;  // key of its occurrence; of the learner for a learner's party; 0 for a registration
  party_kind kind = party_kind::participant;
  std::string meeting_id, occurrence, connection;
  training::party who;                // source, identifiers, host, first instant
  std::int64_t start = 0;             // object.start_time, the earliest that its events show
  std::int64_t latest = 0;            // the latest instant that its events show
  std::int64_t ended = unknown_time;  // of session.ended
  bool practice = false;
  bool open = false;   // a join without its left: its end hangs on the occurrence
  integer events = 0;  // raw events
  std::vector<training::presence_event> presence;
  std::vector<std::string> bound;               // connections that participant_bind made one with it, sorted
  std::vector<training::standing> standings;    // of a registration or an enrolment, sorted
  std::string activity, course;                 // of a learner's party; an enrolment has its course in both
  std::vector<training::activity_event> deeds;  // of an activity, sorted
  judgement judged;
};

// Not for a list without a fact that counts. `judged` is left empty.
party merge(integer key, const std::vector<fact>&);
std::string source_of(const fact&);

// Hashes of every identifier by which a register could resolve the party, for the index from register rows to parties.
std::vector<integer> identifier_hashes(const training::party&);
integer identifier_hash(std::string_view value);

// The party as its source names it, for `held list`.
std::string named_by_source(const party&);

// Storage forms; they round-trip.
std::string who_to_json(const training::party&);
training::party who_from_json(std::string_view);
std::string presence_to_json(const std::vector<training::presence_event>&);
std::vector<training::presence_event> presence_from_json(std::string_view, const std::string& connection);
std::string standings_to_json(const std::vector<training::standing>&);
std::vector<training::standing> standings_from_json(std::string_view);
std::string list_to_json(const std::vector<std::string>&);
std::vector<std::string> list_from_json(std::string_view);

}  // namespace jembatan::ledger

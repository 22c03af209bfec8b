#pragma once
// A message of the event log as the ledger stores it: identity, place of arrival, the key that groups facts, and what
// evaluation needs of its data. Pure: everything here comes from the event alone (DESIGN.md "Ledger").
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/receipt.hpp"
#include "base/time.hpp"
#include "ledger/sql.hpp"

namespace jembatan::ledger {

// Persisted as numbers; never renumber.
enum class event_kind {
  session_started = 1,
  session_ended = 2,
  joined = 3,
  left = 4,
  breakout = 5,
  ignored = 6,
  unmapped = 7,
  dead = 8,
  enrolment = 9,
  bound = 10,
  role = 11,
  // What learners do; learning.hpp reads them.
  progressed = 12,
  completed = 13,
  failed = 14,  // completed, but not passed
  reopened = 15,
  scored = 16,
  submitted = 17,
  graded = 18,
  posted = 19,
  answered = 20,
  certificate_issued = 21,
  certificate_revoked = 22,
  badge_awarded = 23,
  badge_revoked = 24,
  course_enrolment = 25
};

// Whether evaluation reads it; the others are classed when they arrive.
inline bool is_read(event_kind k) {
  return k != event_kind::ignored && k != event_kind::unmapped && k != event_kind::dead;
}
inline bool is_learning(event_kind k) {
  return k >= event_kind::progressed;
}
inline bool is_session(event_kind k) {
  return k == event_kind::session_started || k == event_kind::session_ended;
}

// How a message came to be, for `jembatan explain`. Few values: each is stored once.
struct treatment {
  std::string source, topic;
  std::string type;      // of the CloudEvent
  std::string mapping;   // file@digest
  std::string raw_type;  // of an event that nothing was made of
  std::string reason;    // why it is ignored or dead
  std::string field;     // that the reason is about
  auto operator<=>(const treatment&) const = default;
};

struct arrival {
  std::string source;
  receipt from;
  integer index = 0;       // of the raw event within its body
  integer facts = 1;       // messages that the raw event became
  integer n = 0;           // number of this one
  integer generation = 0;  // SEMANTICS.md 1.5
  integer h = 0, l = 0;    // first 16 bytes of the event's id
  integer d = 0;           // digest of time and data: equal for duplicates, another one for a variant
  event_kind kind = event_kind::unmapped;
  time_point time;     // the event's own
  time_point at;       // when the act happened
  integer key = 0;     // groups the facts of one party, of one occurrence's session events, of one registration, of a
                       // learner in one activity or of their enrolment in a course, or this event alone
  std::string slim;    // the data that evaluation needs, as JSON (FORMAT.md, fact.p)
  std::string defect;  // why an event of ours is dead: a field that its type needs is missing
  treatment how;
  // Where it lies in its topic; set by who read it there.
  integer partition = 0;
  integer position = 0;
  time_point logged_at;
};

// invalid for what is no event of ours (no JSON, no id, source or receipt): it cannot be accounted to a source. An
// event of a type that this program does not know is unmapped, one that lacks what its type needs is dead: both stay in
// the equation.
result<arrival> read_event(std::string_view value);

// First eight bytes of a SHA-256 over the framed parts.
integer hash_of(std::initializer_list<std::string_view> parts);
integer occurrence_key(std::string_view source, std::string_view meeting_id, std::string_view occurrence);
integer party_key(std::string_view source, std::string_view meeting_id, std::string_view occurrence,
                  std::string_view connection);
integer registration_key(std::string_view source, std::string_view meeting_id, std::string_view registrant_id);

}  // namespace jembatan::ledger

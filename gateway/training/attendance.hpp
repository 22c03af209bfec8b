#pragma once
// From joins and leaves to seconds of presence in a window (SEMANTICS.md 4). Pure: any order, any duplication of input
// gives the same result.
//
// The rule, per occurrence and connection:
//  1. Equal events are one event.
//  2. Within a leg, in time order, each left closes the earliest join that is still open. On a tie the join comes
//  first: a
//     visit that began and ended in one second has no length.
//  3. What stays unpaired in all legs of the connection is paired in the same way, but on a tie the left comes first,
//  so that
//     the join wins: a move between rooms is a left and a join of another leg in one second. A leg with both its ends
//     never takes part, so the join of a next leg does not close a leg whose left is missing.
//  4. A join that is still open ends at `ended`, or, while that is unknown, at `latest`; not before it began. A left
//  that
//     remains gives nothing.
// Closed stretches are not cut at `ended`: a left may arrive with a later time than the end. Attendance is the union of
// all stretches, clipped to the window.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "training/catalogue.hpp"

namespace jembatan::training {

// One run of a meeting.
struct occurrence {
  std::string source;
  std::string meeting_id;
  std::string id;      // object.uuid
  time_point started;  // object.start_time
  std::optional<time_point>
      ended;              // of meeting.ended; the earliest where variants differ is never taken: the latest is
  time_point latest;      // the latest time that any event of the occurrence shows
  bool practice = false;  // webinar.ended with practice_session: gives no time
};

// From started to ended, or 24 h while that is unknown (SEMANTICS.md 4.2). At least one millisecond long.
window span(const occurrence&);
// Whether the occurrence belongs to the session: same source, same meeting, overlapping window.
bool belongs(const occurrence&, const live_session&);

struct presence_event {
  enum class kind { joined, left } what = kind::joined;
  std::string connection;  // participant_uuid
  std::string leg;         // user_id
  time_point at;
  auto operator<=>(const presence_event&) const = default;
};

// What one person did in one occurrence, over all their connections.
struct presence {
  occurrence where;
  std::vector<presence_event> events;
};

// One entry per occurrence, in order of its key, each with its events sorted and without duplicates: equal facts become
// equal values. Where entries of one occurrence differ, it spans all of them.
std::vector<presence> canonical(std::vector<presence>);

// The flags are raised only by a join that falls into the window or whose assumed stretch reaches into it.
struct attendance {
  std::int64_t seconds = 0;
  std::optional<time_point> began;   // the first instant that counts, where seconds > 0
  bool session_end_unknown = false;  // a join ended at `latest`, as neither its left nor ended is known
  bool leave_unknown = false;        // a join ended at `ended`, as its left is missing
};

// Presences of other sessions may be among them: only occurrences that belong to the session are read.
attendance attend(const std::vector<presence>&, const live_session&);

}  // namespace jembatan::training

#pragma once
// From joins and leaves to seconds of presence in a window (SEMANTICS.md 4). Pure: any order, any duplication of input gives
// the same result.
#include <optional>
#include <string>
#include <vector>

#include "training/catalogue.hpp"

namespace jembatan::training {

// One run of a meeting.
struct occurrence {
  std::string source;
  std::string meeting_id;
  std::string id;                     // object.uuid
  time_point started;                 // object.start_time
  std::optional<time_point> ended;    // of meeting.ended; the earliest where variants differ is never taken: the latest is
  time_point latest;                  // the latest time that any event of the occurrence shows
  bool practice = false;              // webinar.ended with practice_session: gives no time
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

struct attendance {
  std::int64_t seconds = 0;
  bool session_end_unknown = false;  // a join ended at `latest`, as neither its left nor ended is known
  bool leave_unknown = false;        // a join ended at `ended`, as its left is missing
};

attendance attend(const std::vector<presence>&, const live_session&);

}  // namespace jembatan::training

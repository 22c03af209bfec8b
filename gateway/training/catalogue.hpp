#pragma once
// The approved training programme, as the catalogue declares it (INTERFACES.md 3). Plain values; parsed by registers/.
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace jembatan::training {

enum class enrolment { required, open };

struct window {
  time_point from;  // inclusive
  time_point to;    // exclusive
  auto operator<=>(const window&) const = default;
};

struct live_session {
  std::string id;
  std::string source;      // id of the Zoom source
  std::string meeting_id;  // decimal digits
  window when;
  int attendance_percent = 80;  // of the window (SEMANTICS.md 4.4)
};

struct programme {
  std::string id;  // immutable
  std::string title;
  std::string organiser;
  std::string timezone;          // IANA name
  std::chrono::hours offset{7};  // of that zone
  date from;                     // period
  date to;
  int jp = 0;
  enrolment enrol = enrolment::required;
  std::set<std::string> participants;  // person_id
  std::set<std::string> staff;         // person_id; never credited
  std::vector<live_session> sessions;
  int jenis_diklat = 0;            // BKN reference table jenisDiklat, facts/targets.md 1.5
  std::optional<duration> settle;  // wins over delivery.settle
  std::string digest;              // SHA-256 hex over the rules that decide records
};

// 00:00 of the first day and 24:00 of the last one, in the training's zone.
inline time_point starts_at(const programme& p) {
  return start_of_day(p.from, p.offset);
}
inline time_point ends_at(const programme& p) {
  return end_of_day(p.to, p.offset);
}

}  // namespace jembatan::training

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

// An activity at a learning system: who tells of it, and the id by which they do.
struct activity_ref {
  std::string source;
  std::string id;  // an IRI, as the events carry it
  auto operator<=>(const activity_ref&) const = default;
};

struct score_rule {
  std::string activity;
  int minimum_percent = 0;
};

struct learning_module {
  std::string id;
  std::string title;
  std::string source;
  std::vector<std::string> complete;  // ids of activities: all of them
  std::optional<score_rule> score;
  std::string before;  // id of the session before whose window it must be completed; empty: at any time
};

// What was applied at work, as a mentor grades it.
struct action_plan {
  enum class counting { score_raw, assignments };
  std::string source;
  std::vector<std::string> activities;  // one for score_raw
  counting count = counting::score_raw;
  int minimum = 1;
};

struct feedback_form {
  activity_ref where;
  bool required = false;
};

struct certificate_rule {
  enum class origin { certificates_register, lms_code };
  bool required = false;  // delivery waits for it; it decides no outcome (SEMANTICS.md 5.3)
  origin number_from = origin::certificates_register;
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
  std::optional<activity_ref> course;  // whose enrolments and certificates are the training's
  std::vector<learning_module> modules;
  std::optional<action_plan> actions;
  std::optional<feedback_form> feedback;
  certificate_rule certificate;
  std::optional<activity_ref> badge;
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

// All that its rules name, but for the course.
std::set<activity_ref> activities_of(const programme&);
bool names(const programme&, const activity_ref&);
// Ids of all sources whose events can change its records.
std::set<std::string> sources_of(const programme&);

}  // namespace jembatan::training

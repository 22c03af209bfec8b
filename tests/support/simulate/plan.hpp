#pragma once
// What the player intends: one live session, who comes, how they join and leave. The bodies that are sent and the truth
// that the result is compared with are both made from the plan, by code that shares nothing with the gateway's. Pure.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "simulate/people.hpp"

namespace jembatan::simulate {

using instant = std::chrono::sys_seconds;  // Zoom writes join and leave times in whole seconds

// How a person behaves, and with it what should become of them.
enum class role {
  host,             // none: a host's time never counts
  full,             // there all the time
  rejoined,         // lost the connection, came back with a new participant_uuid
  two_devices,      // laptop and telephone at once, overlapping
  breakout,         // moved between rooms: left and joined in the same second
  no_leave,         // the `left` never came
  short_stay,       // below the required share
  exact_share,      // to the second what is required
  one_second_less,  // one second below it
  absent,           // enrolled, never came
  guest,            // neither e-mail nor id
  unknown_account,  // signed in, in no directory
  not_enrolled,     // in the directory, not on the list
  invited_guest,    // shows the e-mail of an invitation, without an id
  facilitator,      // of the training's staff
  link_owner,       // registered, and forwarded the personal link
  link_user,        // came by that link at the same time, under another e-mail
};
std::string_view to_string(role);

// One user_id of one connection.
struct leg {
  std::string connection;  // participant_uuid
  std::string user_id;
  instant joined;
  std::optional<instant> left;  // absent: the body is never sent
};

struct attendee {
  person who;
  role plays = role::full;
  bool in_directory = true;
  bool enrolled = true;
  bool waited = false;      // went through the waiting room first
  std::string zoom_id;      // empty: not signed in
  std::string shown_email;  // what Zoom puts into the bodies
  std::string registrant;   // of the personal link; empty: came by the common one
  std::vector<leg> legs;
};

struct meeting {
  std::int64_t id = 0;
  std::string uuid, host_id, host_email, account_id, topic;
  instant started, ended;
};

struct training_plan {
  std::string id = "pelayanan-prima-live";
  std::string title = "Pelatihan Pelayanan Publik Prima";
  std::string organiser = "BPSDM Provinsi Contoh";
  std::string session = "s1";
  int jp = 24;
  int share = 80;  // per cent of the window
  date from, to;
  instant opens, closes;  // the session's window
};

struct plan {
  training_plan training;
  meeting where;
  std::vector<attendee> people;
};

inline constexpr int least_participants = 12;  // one of each role that every run must show
inline constexpr int most_participants = 100000;

inline constexpr int most_trainings = 25;

// Scenario live-session: a training that ended three days before `today`, one session of four hours on its third day.
// `number` tells trainings apart that are laid into one directory: each from 1 on has an id and people of its own, as
// long as none has more than 900. invalid when a number is outside the bounds above.
result<plan> plan_live_session(int participants, std::uint64_t seed, date today, int number = 0);

}  // namespace jembatan::simulate

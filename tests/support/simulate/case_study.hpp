#pragma once
// What the player intends for the training "Pelayanan Publik Prima": two weeks of four modules at a Moodle, two live
// sessions in Zoom, an action plan that a mentor follows for a month, certificate and badge. Who finishes what is
// decided first; bodies and truth are both made from it. Pure.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "simulate/plan.hpp"

namespace jembatan::simulate {

inline constexpr std::string_view moodle_site = "https://lms.bpsdm.example.go.id";

// How somebody goes through modules and action plan.
enum class path {
  diligent,          // everything, in time
  retaken,           // a quiz below the minimum, and again
  regraded,          // one attempt was sent twice, the second time with the higher grade of a later day
  reopened,          // a completion was taken back and given again: the first one counts
  unread,            // module two: the reading was only begun
  quiz_open,         // module two: no attempt at the quiz
  quiz_failed,       // module two: the quiz is completed, but failed
  taken_back,        // module two: the teacher took the completion of the video back
  low_score,         // module four: all completed, but the latest attempt lies below the minimum
  late_start,        // module one after the session that it must precede
  one_action,        // one action where two are needed
  no_actions,        // no action plan handed in
  badge_taken_back,  // the badge was revoked
  dropped_out,       // nothing after module one
  none               // never seen at the learning system
};
std::string_view to_string(path);

enum class element { video, reading, quiz, forum };
inline constexpr std::array<element, 4> elements = {element::video, element::reading, element::quiz, element::forum};

// One act at the learning system, as one statement tells it.
struct deed {
  enum class kind {
    enrolled,
    unenrolled,
    logged_in,
    progressed,
    completed,
    failed,  // completed, but not passed
    reopened,
    attempted,
    answered,  // a question of an attempt
    posted,
    submitted,
    graded,
    badge_awarded,
    badge_revoked
  };
  kind what;
  instant at;
  int module = 0;  // from 1; 0 for what belongs to the course
  element part = element::video;
  int number = 0;     // raw score, actions, percent of progress
  int attempt = 0;    // running number at the site
  instant sent = at;  // when Moodle had it to send; later than `at` where it was graded anew
};

struct module_plan {
  std::optional<instant> completed_at;  // absent: it does not end completed
  std::optional<int> score;             // of 100, in the end
};

struct participant {
  person who;
  std::string former_ni;  // NI PPPK until the person became PNS during the training; empty for others
  role plays = role::full;
  path goes = path::diligent;
  bool in_directory = true, listed = true, staff = false;
  bool by_course = false;  // enrolled at the learning system only
  std::string account;     // user id at Moodle; empty: none
  std::array<module_plan, 4> modules;
  int actions = 0;
  std::optional<instant> badge;  // as it stands in the end
  std::string certificate;       // its number; empty: none
  std::vector<deed> deeds;
};

struct module_text {
  std::string_view id, title, before;  // before: id of a session, may be empty
};
inline constexpr std::array<module_text, 4> modules = {
    {{"m1", "Etika dan Integritas dalam Pelayanan", "s1"},
     {"m2", "Komunikasi Efektif dengan Masyarakat", ""},
     {"m3", "Manajemen Pengaduan dan Tindak Lanjut", "s2"},
     {"m4", "Kebijakan Transparansi dan Keterbukaan Informasi", ""}}};
inline constexpr int least_score = 70;   // per cent
inline constexpr int least_actions = 2;  // applied at work

struct case_study {
  training_plan training;    // its session and window are not used: `live` has them
  std::array<plan, 2> live;  // case discussion, role play; people in the order of `people`
  std::vector<participant> people;
  date changed_status;  // first day on which the former NI PPPK is no longer valid
};

// Ids of the activities at the site. Module from 1.
std::string activity_of(int module, element);
std::string course_activity();
std::string assignment_activity();
std::string badge_activity();

inline constexpr int least_in_case_study = 12;  // with 30 and more there is one of each role and of each path

// The training ended three days before `today`. invalid when there are too few or too many participants.
result<case_study> plan_case_study(int participants, std::uint64_t seed, date today);

}  // namespace jembatan::simulate

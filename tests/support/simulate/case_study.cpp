#include "simulate/case_study.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "simulate/stays.hpp"
#include "simulate/student.hpp"

namespace jembatan::simulate {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr hours wib{7};
constexpr int days_in_all = 46;  // two weeks of modules, then a month at work

// Those of whom there is one.
constexpr std::array<role, 8> single = {role::host,       role::facilitator, role::unknown_account, role::not_enrolled,
                                        role::link_owner, role::link_user,   role::guest,           role::full};
constexpr std::array<role, 8> presences = {role::full,     role::rejoined,   role::two_devices,     role::breakout,
                                           role::no_leave, role::short_stay, role::one_second_less, role::absent};
// What most do, roughly as often as in a real session. Everybody may be moved between rooms: they are case discussion
// and role play.
constexpr std::array<role, 20> crowd = {role::full,       role::full,        role::full,        role::full,
                                        role::full,       role::breakout,    role::breakout,    role::breakout,
                                        role::breakout,   role::breakout,    role::rejoined,    role::rejoined,
                                        role::rejoined,   role::no_leave,    role::no_leave,    role::absent,
                                        role::short_stay, role::two_devices, role::two_devices, role::exact_share};
// Of twenty, six do not finish module two.
constexpr std::array<path, 20> paths = {path::diligent,         path::unread,      path::retaken,    path::quiz_open,
                                        path::low_score,        path::quiz_failed, path::reopened,   path::diligent,
                                        path::regraded,         path::taken_back,  path::one_action, path::dropped_out,
                                        path::late_start,       path::unread,      path::diligent,   path::no_actions,
                                        path::badge_taken_back, path::diligent,    path::diligent,   path::retaken};

void set_dates(case_study& c, date today) {
  training_plan& t = c.training;
  const std::chrono::sys_days last = std::chrono::sys_days{today} - days{3};
  t.id = "pelayanan-publik-prima";
  t.title = "Pelayanan Publik Prima";
  t.from = last - days{days_in_all - 1};
  t.to = last;
  c.changed_status = std::chrono::sys_days{t.from} + days{9};
}

// The first session on the seventh day, the second one on the thirteenth.
plan plan_session(const training_plan& training, std::size_t index, dice& d) {
  plan p;
  p.training = training;
  p.training.session = index == 0 ? "s1" : "s2";
  const auto midnight = start_of_day(std::chrono::sys_days{training.from} + days{index == 0 ? 6 : 12}, wib);
  p.training.opens = std::chrono::floor<seconds>(midnight + hours{index == 0 ? 8 : 13});
  p.training.closes = p.training.opens + hours{index == 0 ? 4 : 3};
  p.where.id = d.between(90'000'000'000, 99'999'999'999);
  p.where.uuid = to_base64(as_bytes(d.bytes(16)));
  p.where.topic = training.title + (index == 0 ? " – diskusi kasus" : " – bermain peran");
  p.where.started = p.training.opens - minutes{12};
  p.where.ended = p.training.closes + seconds{125};
  return p;
}

participant cast(int number, role plays, dice& d) {
  participant p;
  p.who = invent_person(number, d.one_in(5), d);
  p.plays = plays;
  p.in_directory = plays != role::host && plays != role::unknown_account;
  p.staff = plays == role::facilitator;
  p.listed = p.in_directory && !p.staff && plays != role::not_enrolled && plays != role::link_user;
  if (plays != role::host && plays != role::not_enrolled && plays != role::link_user)
    p.account = std::to_string(100 + number);
  if (p.account.empty() || p.staff) p.goes = path::none;
  if (plays == role::unknown_account) p.goes = path::dropped_out;
  return p;
}

std::vector<participant> cast_all(int participants, dice& d) {
  std::vector<participant> all;
  const int first = static_cast<int>(d.between(100, 900));
  std::size_t nth = 0;
  for (int i = 0; i < participants; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const bool odd = at < single.size(), shown = at < single.size() + presences.size();
    const role plays = odd     ? single[at]
                       : shown ? presences[at - single.size()]
                               : crowd[static_cast<std::size_t>(d.between(0, crowd.size() - 1))];
    all.push_back(cast(first + i, plays, d));
    if (!odd) all.back().goes = shown && plays == role::absent ? path::dropped_out : paths[nth++ % paths.size()];
  }
  // In `single` the last one is enrolled by the course alone; a former NI PPPK is of the first who is there all the
  // time.
  participant& by_course = all[single.size() - 1];
  by_course.by_course = true;
  by_course.listed = false;
  participant& promoted = all[single.size()];
  const int number = first + static_cast<int>(single.size());
  promoted.former_ni = invent_person(number, true, d).nip;
  promoted.who = invent_person(number, false, d);
  promoted.goes = path::diligent;
  d.shuffle(all);
  return all;
}

// What the person plays in that session. A guest, a forwarded link and a colleague from elsewhere are seen in the first
// one only; whoever is absent at all is absent from both.
role role_in(const participant& p, std::size_t session, dice& d) {
  if (p.goes == path::dropped_out && session == 1) return role::absent;
  if (session == 0 || p.plays == role::host || p.plays == role::facilitator || p.plays == role::absent) return p.plays;
  if (p.plays == role::link_user || p.plays == role::not_enrolled || p.plays == role::unknown_account)
    return role::absent;
  if (p.plays == role::guest || p.plays == role::link_owner || p.plays == role::short_stay) return role::full;
  return d.one_in(3) ? crowd[static_cast<std::size_t>(d.between(0, crowd.size() - 1))] : p.plays;
}

attendee attend(const participant& p, role plays, std::string zoom_id) {
  attendee a;
  a.who = p.who;
  a.plays = plays;
  a.in_directory = p.in_directory;
  a.enrolled = p.listed || p.by_course;
  if (plays == role::guest) return a;
  a.zoom_id = std::move(zoom_id);
  a.shown_email = p.who.email;
  return a;
}

void hold_sessions(case_study& c, dice& d) {
  const std::string account_id = d.letters(22), link = d.letters(22);
  std::vector<std::string> zoom_ids;
  for (std::size_t i = 0; i < c.people.size(); ++i) zoom_ids.push_back(d.letters(22));
  for (std::size_t session = 0; session < c.live.size(); ++session) {
    plan& p = c.live[session] = plan_session(c.training, session, d);
    p.where.account_id = account_id;
    stay_builder stays(p, d);
    for (std::size_t i = 0; i < c.people.size(); ++i) {
      attendee a = attend(c.people[i], role_in(c.people[i], session, d), zoom_ids[i]);
      a.legs = stays.stay(a.plays);
      a.waited = !a.legs.empty() && a.plays != role::host && d.one_in(4);
      if (a.plays == role::link_owner || a.plays == role::link_user) a.registrant = link;
      if (a.plays == role::host) {
        p.where.host_id = a.zoom_id;
        p.where.host_email = a.who.email;
      }
      p.people.push_back(std::move(a));
    }
  }
}

}  // namespace

std::string_view to_string(path p) {
  static constexpr std::array<std::string_view, 15> names = {
      "diligent",   "retaken",     "regraded",         "reopened",    "unread",
      "quiz_open",  "quiz_failed", "taken_back",       "low_score",   "late_start",
      "one_action", "no_actions",  "badge_taken_back", "dropped_out", "none"};
  return names[static_cast<std::size_t>(p)];
}

std::string activity_of(int module, element e) {
  static constexpr std::array<std::string_view, 4> kinds = {"page", "book", "quiz", "forum"};
  const auto at = static_cast<std::size_t>(e);
  return std::string(moodle_site) + "/mod/" + std::string(kinds[at]) +
         "/view.php?id=" + std::to_string(10 * module + static_cast<int>(at) + 1);
}
std::string course_activity() {
  return std::string(moodle_site) + "/course/view.php?id=2";
}
std::string assignment_activity() {
  return std::string(moodle_site) + "/mod/assign/view.php?id=61";
}
std::string badge_activity() {
  return std::string(moodle_site) + "/badges/overview.php?id=3";
}

result<case_study> plan_case_study(int participants, std::uint64_t seed, date today) {
  if (participants < least_in_case_study || participants > most_participants)
    return error{errc::invalid, "participants must be " + std::to_string(least_in_case_study) + " to " +
                                    std::to_string(most_participants)};
  dice d(seed);
  case_study c;
  set_dates(c, today);
  c.people = cast_all(participants, d);
  hold_sessions(c, d);
  student learning(c, d);
  for (participant& p : c.people) learning.study(p);
  return c;
}

}  // namespace jembatan::simulate

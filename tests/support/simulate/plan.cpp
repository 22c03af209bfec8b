#include "simulate/plan.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/hex.hpp"
#include "simulate/stays.hpp"

namespace jembatan::simulate {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<role, least_participants> one_of_each = {
    role::host,       role::full,   role::rejoined, role::two_devices,     role::breakout,     role::no_leave,
    role::short_stay, role::absent, role::guest,    role::unknown_account, role::not_enrolled, role::invited_guest};

// What the others play, roughly as often as in a real session.
constexpr std::array<role, 20> crowd = {role::full,
                                        role::full,
                                        role::full,
                                        role::full,
                                        role::full,
                                        role::full,
                                        role::rejoined,
                                        role::rejoined,
                                        role::rejoined,
                                        role::two_devices,
                                        role::breakout,
                                        role::breakout,
                                        role::no_leave,
                                        role::short_stay,
                                        role::exact_share,
                                        role::one_second_less,
                                        role::absent,
                                        role::guest,
                                        role::unknown_account,
                                        role::not_enrolled};

attendee cast(int number, role plays, dice& d) {
  attendee a;
  a.who = invent_person(number, d.one_in(5), d);
  a.plays = plays;
  const bool outsider = plays == role::guest || plays == role::unknown_account || plays == role::invited_guest;
  a.in_directory = !outsider && plays != role::host;
  a.enrolled = a.in_directory && plays != role::not_enrolled;
  a.waited = plays != role::absent && plays != role::host && d.one_in(4);
  if (plays == role::guest || plays == role::invited_guest) return a;
  a.zoom_id = d.letters(22);
  a.shown_email = a.who.email;
  return a;
}

// An invitation names somebody who could be credited by mistake: an enrolled person who never came, while there are
// any.
void address_invitations(std::vector<attendee>& people) {
  auto absent = people.begin();
  for (attendee& guest : people) {
    if (guest.plays != role::invited_guest) continue;
    absent = std::find_if(absent, people.end(), [](const attendee& a) { return a.plays == role::absent; });
    guest.shown_email = absent == people.end() ? guest.who.email : (absent++)->who.email;
  }
}

void set_dates(plan& p, date today) {
  using std::chrono::days;
  const std::chrono::sys_days ended = std::chrono::sys_days{today} - days{3};
  p.training.from = ended - days{4};
  p.training.to = ended;
  const auto midnight = start_of_day(ended - days{2}, std::chrono::hours{7});  // WIB, SEMANTICS.md 4.1
  p.training.opens = std::chrono::floor<seconds>(midnight + std::chrono::hours{8});
  p.training.closes = p.training.opens + std::chrono::hours{4};
  p.where.started = p.training.opens - minutes{12};
  p.where.ended = p.training.closes + seconds{125};
}

}  // namespace

std::string_view to_string(role r) {
  static constexpr std::array<std::string_view, 17> names = {
      "host",         "full",          "rejoined",        "two_devices", "breakout", "no_leave",
      "short_stay",   "exact_share",   "one_second_less", "absent",      "guest",    "unknown_account",
      "not_enrolled", "invited_guest", "facilitator",     "link_owner",  "link_user"};
  return names[static_cast<std::size_t>(r)];
}

result<plan> plan_live_session(int participants, std::uint64_t seed, date today, int number) {
  if (participants < least_participants || participants > most_participants)
    return error{errc::invalid, "participants must be " + std::to_string(least_participants) + " to " +
                                    std::to_string(most_participants) + ": every run shows one of each role"};
  if (number < 0 || number > most_trainings)
    return error{errc::invalid, "the training's number must be 0 to " + std::to_string(most_trainings)};
  dice d(seed);
  plan p;
  if (number > 0) p.training.id += "-" + std::to_string(number);
  set_dates(p, today);
  p.where.id = d.between(90'000'000'000, 99'999'999'999);
  p.where.uuid = to_base64(as_bytes(d.bytes(16)));
  p.where.host_id = d.letters(22);
  p.where.account_id = d.letters(22);
  p.where.topic = p.training.title + " – sesi 1";  // not ASCII: Zoom sends raw UTF-8
  std::vector<role> roles(one_of_each.begin(), one_of_each.end());
  while (static_cast<int>(roles.size()) < participants)
    roles.push_back(crowd[static_cast<std::size_t>(d.between(0, crowd.size() - 1))]);
  d.shuffle(roles);
  stay_builder stays(p, d);
  const int chosen = static_cast<int>(d.between(100, 900));
  const int first = number > 0 ? 1000 * number + 1 : chosen;
  for (int i = 0; i < participants; ++i) {
    attendee a = cast(first + i, roles[static_cast<std::size_t>(i)], d);
    a.legs = stays.stay(a.plays);
    if (a.plays == role::host) {
      a.zoom_id = p.where.host_id;
      p.where.host_email = a.who.email;
    }
    p.people.push_back(std::move(a));
  }
  address_invitations(p.people);
  return p;
}

}  // namespace jembatan::simulate

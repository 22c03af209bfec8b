#include "sim/session.hpp"

#include <array>

#include "base/hex.hpp"

namespace jembatan::sim {
namespace {

using simulate::dice;
using simulate::instant;
using simulate::leg;
using simulate::role;
using std::chrono::seconds;

constexpr std::array<role, 14> roles{role::full,          role::full,           role::full,     role::full,
                                     role::rejoined,      role::two_devices,    role::breakout, role::no_leave,
                                     role::short_stay,    role::exact_share,    role::absent,   role::host,
                                     role::invited_guest, role::unknown_account};

class session_maker {
 public:
  session_maker(const training::live_session& s, dice& d)
      : dice_(d), opens_(std::chrono::floor<seconds>(s.when.from)), closes_(std::chrono::floor<seconds>(s.when.to)) {}

  simulate::plan make(const training::programme& t, const training::live_session& s,
                      const std::vector<simulate::person>& people) {
    simulate::plan p;
    p.training = {.id = t.id,
                  .title = t.title,
                  .organiser = t.organiser,
                  .session = s.id,
                  .jp = t.jp,
                  .share = 80,
                  .from = t.from,
                  .to = t.to,
                  .opens = opens_,
                  .closes = closes_};
    p.where = {.id = std::stoll(s.meeting_id),
               .uuid = to_base64(as_bytes(dice_.bytes(16))),
               .host_id = dice_.letters(22),
               .host_email = "narasumber@example.go.id",
               .account_id = dice_.letters(22),
               .topic = t.title,
               .started = opens_ - seconds{dice_.between(60, 900)},
               .ended = closes_ + seconds{dice_.between(0, 600)}};
    bool hosted = false;
    for (const auto& person : people) p.people.push_back(attend(person, p.where, hosted));
    return p;
  }

 private:
  simulate::attendee attend(const simulate::person& who, const simulate::meeting& where, bool& hosted) {
    simulate::attendee a;
    a.who = who;
    a.plays = roles[static_cast<std::size_t>(dice_.between(0, roles.size() - 1))];
    if (a.plays == role::host && hosted) a.plays = role::full;
    a.waited = a.plays != role::host && dice_.one_in(6);
    a.shown_email = who.email;
    a.zoom_id = account_of(who.person_id);
    if (a.plays == role::host) {
      hosted = true;
      a.zoom_id = where.host_id;
    }
    if (a.plays == role::unknown_account) a.shown_email = other_email_of(who);
    if (a.plays == role::invited_guest) a.zoom_id.clear();
    a.legs = stay(a.plays);
    return a;
  }

  std::vector<leg> stay(role plays) {
    const instant in = opens_ + seconds{dice_.between(-300, 120)}, out = closes_ + seconds{dice_.between(-120, 60)};
    const auto one = dice_.hex(16), two = dice_.hex(16);
    const instant middle = opens_ + seconds{dice_.between(900, 2400)};
    switch (plays) {
      case role::absent:
        return {};
      case role::rejoined:
        return {{one, user(), in, middle}, {two, user(), middle + seconds{dice_.between(10, 300)}, out}};
      case role::two_devices:
        return {{one, user(), in, middle + seconds{300}}, {two, user(), middle, out}};
      case role::breakout:
        return {{one, user(), in, middle},
                {one, user(), middle, middle + seconds{600}},
                {one, user(), middle + seconds{600}, out}};
      case role::no_leave:
        return {{one, user(), in, std::nullopt}};
      case role::short_stay:
        return {{one, user(), in, middle}};
      case role::exact_share:
        return {{one, user(), opens_, opens_ + (closes_ - opens_) * 80 / 100}};
      default:
        return {{one, user(), in, out}};
    }
  }

  std::string user() { return std::to_string(16'777'216 + 1024 * next_user_++ + dice_.between(0, 1023)); }

  dice& dice_;
  const instant opens_, closes_;
  std::int64_t next_user_ = 0;
};

}  // namespace

std::string account_of(const std::string& person_id) {
  return "AkunZoomSimulasi" + person_id;
}

std::string other_email_of(const simulate::person& p) {
  return "luar." + p.email;
}

std::vector<simulate::timed_body> bodies_of_session(const training::programme& t, const training::live_session& s,
                                                    const std::vector<simulate::person>& people, dice& d) {
  return simulate::zoom_bodies(session_maker(s, d).make(t, s, people), d);
}

}  // namespace jembatan::sim

// Laws that hold for every history, tried on random ones. A failing history is named by its seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <bitset>

#include "base/random.hpp"
#include "given.hpp"

namespace jembatan::training {
namespace {

using namespace given;
using kind = presence_event::kind;

constexpr std::uint64_t histories = 3000;
constexpr int run_length =
    4 * 3600;  // seconds from an occurrence's start to its end; the window is inside the first one

class dice {
 public:
  explicit dice(std::uint64_t seed) : random_(seed) {}
  int below(int n) { return static_cast<int>(random_.next() % static_cast<std::uint64_t>(n)); }
  bool one_in(int n) { return below(n) == 0; }
  template <class Values>
  void shuffle(Values& values) {
    for (std::size_t i = values.size(); i > 1; --i) {
      std::swap(values[i - 1], values[static_cast<std::size_t>(below(static_cast<int>(i)))]);
    }
  }

 private:
  seeded_random random_;
};

occurrence random_run(dice& d, int number) {
  auto o = run("run-" + std::to_string(number));
  o.started = at("08:30") + std::chrono::minutes(30 * number);
  o.ended = o.started + std::chrono::seconds(run_length);
  o.latest = *o.ended;
  if (d.one_in(3)) o.ended.reset();
  o.practice = d.one_in(10);
  return o;
}

// Anything at all within the occurrence: legs without ends, ends without legs, ties, a few names so that they meet.
std::vector<presence_event> random_events(dice& d, const occurrence& o) {
  std::vector<presence_event> events;
  for (int n = d.below(14); n > 0; --n) {
    events.push_back({d.one_in(2) ? kind::joined : kind::left, "c" + std::to_string(d.below(3)),
                      "u" + std::to_string(d.below(4)),
                      o.started + std::chrono::seconds(d.one_in(3) ? d.below(8) * 1800 : d.below(run_length))});
  }
  return events;
}

std::vector<presence> random_history(dice& d) {
  std::vector<presence> history;
  for (int n = 1 + d.below(3); n > 0; --n) {
    const auto o = random_run(d, n - 1);
    history.push_back({o, random_events(d, o)});
  }
  return history;
}

std::vector<presence> rearranged(std::vector<presence> history, dice& d) {
  std::vector<presence> result;
  for (auto& one : history) {
    auto events = one.events;
    for (const auto& event : one.events) {
      if (d.one_in(3)) events.push_back(event);
    }
    d.shuffle(events);
    const auto cut = static_cast<std::ptrdiff_t>(events.empty() ? 0 : d.below(static_cast<int>(events.size())));
    result.push_back({one.where, {events.begin(), events.begin() + cut}});
    result.push_back({one.where, {events.begin() + cut, events.end()}});
  }
  d.shuffle(result);
  return result;
}

live_session from_to(time_point from, time_point to) {
  auto s = session();
  s.when = {from, to};
  return s;
}

TEST(attendance_laws, order_duplication_and_division_do_not_matter) {
  for (std::uint64_t seed = 0; seed < histories; ++seed) {
    dice d(seed);
    const auto history = random_history(d);
    const auto expected = attend(history, session());
    const auto found = attend(rearranged(history, d), session());
    ASSERT_EQ(found.seconds, expected.seconds) << "seed " << seed;
    ASSERT_EQ(found.leave_unknown, expected.leave_unknown) << "seed " << seed;
    ASSERT_EQ(found.session_end_unknown, expected.session_end_unknown) << "seed " << seed;
  }
}

TEST(attendance_laws, the_digest_of_the_facts_does_not_see_order_and_duplication) {
  const directory people({person("P-1")}, {});
  for (std::uint64_t seed = 0; seed < histories; ++seed) {
    dice d(seed);
    const auto history = random_history(d);
    const auto a = evaluate({"P-1", true, history}, training(), people, at("09:00"), {});
    const auto b = evaluate({"P-1", true, rearranged(history, d)}, training(), people, at("09:00"), {});
    ASSERT_EQ(a->facts_sha256, b->facts_sha256) << "seed " << seed;
    ASSERT_TRUE(same_content(*a, *b)) << "seed " << seed;
  }
}

TEST(attendance_laws, another_visit_never_shortens) {
  for (std::uint64_t seed = 0; seed < histories; ++seed) {
    dice d(seed);
    auto history = random_history(d);
    const auto before = attend(history, session()).seconds;
    const auto from = d.below(run_length), to = from + d.below(run_length - from);
    auto& one = history.front();
    const auto connection = "c" + std::to_string(d.below(4));  // a known one or a new one, and a leg of its own
    one.events.push_back({kind::joined, connection, "new", one.where.started + std::chrono::seconds(from)});
    one.events.push_back({kind::left, connection, "new", one.where.started + std::chrono::seconds(to)});
    ASSERT_GE(attend(history, session()).seconds, before) << "seed " << seed;
  }
}

TEST(attendance_laws, attendance_lies_between_nothing_and_the_window) {
  for (std::uint64_t seed = 0; seed < histories; ++seed) {
    dice d(seed);
    const auto found = attend(random_history(d), session()).seconds;
    ASSERT_GE(found, 0) << "seed " << seed;
    ASSERT_LE(found, minutes(180)) << "seed " << seed;
  }
}

TEST(attendance_laws, two_halves_of_a_window_add_up) {
  for (std::uint64_t seed = 0; seed < histories; ++seed) {
    dice d(seed);
    const auto history = random_history(d);
    const auto middle = at("09:00") + std::chrono::seconds(1 + d.below(3 * 3600 - 1));
    ASSERT_EQ(attend(history, session()).seconds, attend(history, from_to(at("09:00"), middle)).seconds +
                                                      attend(history, from_to(middle, at("12:00"))).seconds)
        << "seed " << seed;
  }
}

TEST(attendance_laws, a_wider_window_never_gives_less) {
  for (std::uint64_t seed = 0; seed < histories; ++seed) {
    dice d(seed);
    const auto history = random_history(d);
    const auto wider =
        from_to(at("09:00") - std::chrono::seconds(d.below(3600)), at("12:00") + std::chrono::seconds(d.below(3600)));
    ASSERT_GE(attend(history, wider).seconds, attend(history, session()).seconds) << "seed " << seed;
  }
}

// A person as they really were: each connection is one stay, cut into legs by moves between rooms, and perhaps with its
// last left lost. Presence is known second by second, so the truth needs no pairing.
struct truth {
  std::vector<presence_event> events;
  std::bitset<run_length> present;
};

truth live_one_session(dice& d, const occurrence& o) {
  truth t;
  int leg = 0;
  for (int connection = d.below(5); connection > 0; --connection) {
    const auto id = "c" + std::to_string(connection);
    auto now = d.below(run_length);
    const bool lost = d.one_in(5);
    for (int moves = d.below(4); moves >= 0; --moves) {
      const auto until = lost && moves == 0 ? run_length : now + d.below(run_length - now);
      const auto user = "u" + std::to_string(++leg);
      t.events.push_back({kind::joined, id, user, o.started + std::chrono::seconds(now)});
      if (!lost || moves > 0) t.events.push_back({kind::left, id, user, o.started + std::chrono::seconds(until)});
      for (int second = now; second < until; ++second) t.present.set(static_cast<std::size_t>(second));
      now = until;
    }
  }
  d.shuffle(t.events);
  return t;
}

TEST(attendance_laws, what_a_person_really_did_is_what_is_found) {
  constexpr int window_from = 900, window_to = window_from + 3 * 3600;  // 09:00 to 12:00 of a run from 08:45
  for (std::uint64_t seed = 0; seed < histories; ++seed) {
    dice d(seed);
    auto o = run();
    o.ended = o.started + std::chrono::seconds(run_length);
    const auto t = live_one_session(d, o);
    std::int64_t expected = 0;
    for (int second = window_from; second < window_to; ++second) {
      expected += t.present.test(static_cast<std::size_t>(second)) ? 1 : 0;
    }
    ASSERT_EQ(attend({{o, t.events}}, session()).seconds, expected) << "seed " << seed;
  }
}

}  // namespace
}  // namespace jembatan::training

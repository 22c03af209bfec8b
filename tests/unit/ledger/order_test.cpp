// Records are a pure function of facts and registers: whatever the order of events, duplicates, imports and restarts,
// the same records, holds and classes result (promise 4 of the design, SEMANTICS.md 3.2).
#include <functional>
#include <numeric>

#include "training/identity.hpp"
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

constexpr std::uint64_t histories = 30;  // of one test

class dice {
 public:
  explicit dice(std::uint64_t seed) : random_(seed) {}
  std::size_t below(std::size_t n) { return random_.next() % n; }
  template <class T>
  void shuffle(std::vector<T>& all) {
    for (auto i = all.size(); i > 1; --i) std::swap(all[i - 1], all[below(i)]);
  }

 private:
  seeded_random random_;
};

std::string minute(std::size_t m) {
  const auto two = [](std::size_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(m / 60) + ":" + two(m % 60);
}

// One meeting day: people with rejoins, a second device, a guest, a host, staff, missing leaves, variants, a second
// occurrence.
std::vector<told> generate(dice& d) {
  std::vector<told> all;
  const auto add = [&](told t) { all.push_back(std::move(t)); };
  const auto occurrence = [&](told t) {
    if (d.below(5) == 0) {
      t.occurrence = "uuid-2";
      t.start = "02:00";
    }
    return t;
  };
  for (std::size_t c = 0; c < 6; ++c) {
    const auto name = "c" + std::to_string(c);
    const auto email =
        d.below(6) == 0 ? std::string("guest@example.org") : "p" + std::to_string(c % 4) + "@example.go.id";
    std::size_t from = 50 + d.below(120);
    for (std::size_t leg = 0; leg <= d.below(3); ++leg) {
      auto in = occurrence(joined(name, email, minute(from)));
      in.host = c == 5;
      in.leg = "l" + std::to_string(leg);
      auto out = in;
      out.type = "attendance.left.v1";
      from += 5 + d.below(90);
      out.when = minute(from);
      add(in);
      if (d.below(5) != 0) add(out);
      if (d.below(6) == 0) add(in);  // a sender's duplicate
      if (d.below(6) == 0) {
        auto variant = out;
        variant.identity = out.identity = "variant-" + name + out.leg;
        variant.when = minute(from + 3);
        variant.sent = minute(from + 10);
        add(out);
        add(variant);
      }
    }
  }
  if (d.below(4) != 0) add(ended(minute(300)));
  return all;
}

// The same day for people who registered: who they are and whether they are enrolled hangs on registrations that come
// before, between and after their connections, on telephones that are bound to apps, and on links that were passed on.
std::vector<told> generate_registrations(dice& d) {
  std::vector<told> all;
  const auto add = [&](told t) {
    all.push_back(t);
    if (d.below(7) == 0) all.push_back(t);  // a sender's duplicate
  };
  const auto somebody = [&] {
    return d.below(7) == 0 ? std::string("guest@example.org") : "p" + std::to_string(d.below(6)) + "@example.go.id";
  };
  const char* statuses[] = {"pending", "approved", "approved", "cancelled", "denied"};
  for (std::size_t r = 0; r < 5; ++r) {
    const auto email = somebody();
    for (std::size_t n = d.below(4); n > 0; --n) {
      auto t = registered("r" + std::to_string(r), email, statuses[d.below(5)], minute(5 * d.below(50)));
      if (d.below(4) == 0) t.nip = person("P-000" + std::to_string(d.below(6)), "").nip;
      if (d.below(3) == 0) t.name = "orang p-000" + std::to_string(d.below(6));
      add(t);
    }
  }
  for (std::size_t c = 0; c < 6; ++c) {
    const auto from = 50 + d.below(120);
    told in;
    in.connection = "c" + std::to_string(c);
    in.when = minute(from);
    if (d.below(4) != 0) in.registrant = "r" + std::to_string(d.below(5));
    if (d.below(3) == 0) in.email = somebody();
    if (!in.email.empty() && d.below(2) == 0) in.account = "z-" + in.email;
    if (d.below(6) == 0) in.customer_key = "ck-" + std::to_string(d.below(2));
    in.host = d.below(9) == 0;
    auto out = in;
    out.type = "attendance.left.v1";
    out.when = minute(from + 5 + d.below(150));
    if (d.below(2) == 0) in.registrant.clear();  // `joined` lacks what `left` carries
    add(in);
    if (d.below(5) != 0) add(out);
    if (d.below(3) == 0) {
      auto role = in;
      role.type = "engagement.role.v1";
      role.registrant = out.registrant;
      add(role);
    }
    if (d.below(3) == 0) add(bound(in.connection, "c" + std::to_string(d.below(8)), minute(from + 3)));
  }
  if (d.below(4) != 0) add(ended(minute(300)));
  return all;
}

struct end_state {
  std::multiset<std::string> records;  // without what the order may decide
  std::multiset<std::string> held;
  std::vector<std::uint64_t> classes;
  bool operator==(const end_state&) const = default;
};

end_state state_of(world& w) {
  end_state s;
  for (auto r : w.records()) {
    // A record that was withdrawn, or never written as nobody qualified yet, is the same to everybody: none.
    if (r.state == training::status::withdrawn) continue;
    r.record_id.clear();
    r.changed_at.clear();
    r.revision = 0;
    r.facts_sha256.clear();
    s.records.insert(training::to_json(r));
  }
  for (const auto& h : w.held()) s.held.insert(h.reason + h.party_json + std::to_string(h.events));
  const auto c = w.counts();
  s.classes = {c.ingested, c.recorded, c.held, c.ignored, c.unmapped, c.duplicate, c.dead, c.evaluating};
  return s;
}

struct registers {
  std::vector<training::person_row> people{person("P-0000", "p0@example.go.id"), person("P-0001", "p1@example.go.id"),
                                           person("P-0002", "p2@example.go.id"), person("P-0003", "p3@example.go.id"),
                                           person("P-0004", "p4@example.go.id"), person("P-0005", "p5@example.go.id")};
  std::vector<training::account_row> accounts{
      {"P-0003", "zoom-bpsdm", "https://zoom.us", "z-guest@example.org", {}, {}},
      {"P-0004", "zoom-bpsdm", std::string(training::customer_key_page), "ck-0", {}, {}}};
  std::vector<training::programme> trainings;
  registers() {
    auto p = programme({"P-0000", "P-0001"});
    p.staff = {"P-0002"};
    auto second = programme({"P-0000", "P-0003"}, "tik-2026-01");
    second.sessions.front().when = {at("02:30"), at("03:30")};
    second.settle = duration{0};
    trainings = {p, second};
  }
};

// Everything known from the start, told in order, evaluated once at the end.
end_state undisturbed(const std::vector<told>& events) {
  world w;
  w.open();
  const registers all;
  w.import_people(all.people);
  w.import_accounts(all.accounts);
  w.import_trainings(all.trainings);
  w.time.set(at("23:00"));
  for (const auto& t : events) w.tell(t);
  w.settle();
  return state_of(w);
}

// The same in a random order, imported in parts and late, evaluated in between, with redeliveries and restarts.
end_state disturbed(std::vector<told> events, dice& d) {
  world w;
  w.settings.ingest_batch = 1 + static_cast<std::int64_t>(d.below(5));
  w.settings.evaluate_batch = 1 + static_cast<std::int64_t>(d.below(7));
  w.open();
  w.time.set(at("23:00"));
  const registers all;
  std::vector<std::function<void()>> steps;
  for (auto& t : events)
    steps.push_back([&w, &d, t]() mutable {
      t.receipt = w.tell(t);
      if (d.below(8) == 0) w.tell(t);
    });
  steps.push_back([&] { w.import_people(all.people); });
  steps.push_back([&] { w.import_people({all.people[0], all.people[3]}); });
  steps.push_back([&] { w.import_accounts(all.accounts); });
  steps.push_back([&] { w.import_trainings(all.trainings); });
  steps.push_back([&] { w.import_trainings({all.trainings[1]}); });
  steps.push_back([&] { w.open(); });
  d.shuffle(steps);
  for (const auto& step : steps) {
    step();
    if (d.below(2) == 0) w.ingest_once();
    if (d.below(3) == 0) w.time.advance(w.settings.debounce);
    if (d.below(2) == 0) w.evaluate_once();
  }
  w.import_people(all.people);
  w.import_trainings(all.trainings);
  w.settle();
  return state_of(w);
}

class ledger_order : public ::testing::TestWithParam<std::uint64_t> {};

void compare_orders(std::uint64_t first, std::vector<told> (*make)(dice&)) {
  for (std::uint64_t seed = first; seed < first + histories; ++seed) {
    dice d(seed);
    const auto events = make(d);
    const auto expected = undisturbed(events);
    ASSERT_FALSE(expected.records.empty());
    const auto got = disturbed(events, d);
    ASSERT_THAT(got.records, ::testing::ContainerEq(expected.records)) << "seed " << seed;
    ASSERT_THAT(got.held, ::testing::ContainerEq(expected.held)) << "seed " << seed;
    ASSERT_EQ(got.classes, expected.classes) << "seed " << seed;
  }
}

TEST_P(ledger_order, does_not_decide_records_holds_or_classes) {
  compare_orders(GetParam(), generate);
}

TEST_P(ledger_order, does_not_decide_who_registered_bound_or_passed_on_a_link) {
  compare_orders(GetParam(), generate_registrations);
}

// Several tests, so that each stays far below the time limit of one on a busy machine.
INSTANTIATE_TEST_SUITE_P(seeds, ledger_order, ::testing::Range<std::uint64_t>(1, 301, histories));

}  // namespace
}  // namespace jembatan::ledger::testing

// Records are a pure function of facts and registers: whatever the order of events, duplicates, imports and restarts,
// the same records, holds and classes result (promise 4 of the design, SEMANTICS.md 3.2).
#include <functional>
#include <numeric>

#include "training/identity.hpp"
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

constexpr std::uint64_t histories = 30;  // of one test
constexpr std::uint64_t long_histories = 8;

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
  for (const auto& [source, c] : w.book->counts().value())
    s.classes.insert(s.classes.end(),
                     {c.ingested, c.recorded, c.held, c.ignored, c.unmapped, c.duplicate, c.dead, c.evaluating});
  return s;
}

// Learners of a course: some are listed, some enrol, unenrol and come back, one is staff, one has two accounts, some
// are unknown; modules are completed, failed and reopened, quizzes are sent again with the grade of the day,
// certificates and badges are revoked before they are issued, and some of it happens in no rule, in no course, or
// without its course.
std::vector<told> generate_learning(dice& d) {
  std::vector<told> all;
  const auto add = [&](told t) {
    all.push_back(t);
    if (d.below(7) == 0) all.push_back(t);  // a sender's duplicate
  };
  const auto account = [&] { return "u" + std::to_string(d.below(8)); };
  const auto when = [&] { return minute(60 + 10 * d.below(20)); };
  const char* activities[] = {page_11, quiz_12, "https://lms.example/page/77"};
  const char* states[] = {"module.completed.v1", "module.completed.v1",  "module.completed.v1",
                          "module.reopened.v1",  "module.progressed.v1", "forum.posted.v1"};
  const char* gifts[] = {"certificate.issued.v1", "certificate.issued.v1", "certificate.revoked.v1"};
  const char* badges[] = {"badge.awarded.v1", "badge.awarded.v1", "badge.revoked.v1"};
  for (std::size_t n = 40 + d.below(40); n > 0; --n) {
    auto t = did(states[d.below(6)], account(), activities[d.below(3)], when());
    if (t.type == "module.completed.v1" && d.below(5) == 0) t.success = false;
    if (d.below(9) == 0) t.course.clear();
    if (d.below(20) == 0) t.course = "https://lms.example/course/9";
    add(t);
  }
  for (std::size_t n = 12; n > 0; --n) {
    auto t = scored(account(), static_cast<double>(10 * d.below(11)), when());
    if (d.below(3) == 0) {
      t.identity = "attempt-" + std::to_string(n);
      auto again = t;  // the grade of the day
      again.raw = static_cast<double>(10 * d.below(11));
      if (d.below(2) == 0) again.sent = minute(600);
      add(again);
    }
    add(t);
  }
  for (std::size_t n = 14; n > 0; --n) add(enrolled(account(), d.below(3) == 0 ? "unenrolled" : "enrolled", when()));
  for (std::size_t n = 10; n > 0; --n) {
    auto t = did(gifts[d.below(3)], account(), "https://lms.example/certificate/" + std::to_string(d.below(4)), when());
    t.code = "C" + std::to_string(d.below(4));
    add(t);
    add(did(badges[d.below(3)], account(), "https://lms.example/badge/5", when()));
  }
  for (std::size_t c = 0; c < 5; ++c) {  // live sessions beside it
    const auto email = "p" + std::to_string(c) + "@example.go.id";
    const auto from = 50 + d.below(120);
    add(joined("c" + std::to_string(c), email, minute(from)));
    if (d.below(4) != 0) add(left("c" + std::to_string(c), email, minute(from + 5 + d.below(150))));
  }
  if (d.below(4) != 0) add(ended(minute(300)));
  return all;
}

struct registers {
  std::vector<training::person_row> people{person("P-0000", "p0@example.go.id"), person("P-0001", "p1@example.go.id"),
                                           person("P-0002", "p2@example.go.id"), person("P-0003", "p3@example.go.id"),
                                           person("P-0004", "p4@example.go.id"), person("P-0005", "p5@example.go.id")};
  std::vector<training::account_row> accounts{
      {"P-0003", "zoom-bpsdm", "https://zoom.us", "z-guest@example.org", {}, {}},
      {"P-0004", "zoom-bpsdm", std::string(training::customer_key_page), "ck-0", {}, {}}};
  std::vector<training::programme> trainings;
  std::vector<training::certificate_row> certificates;

  // One training whose course enrols, one that is open and takes its certificates from the learning system.
  static registers of_learning() {
    registers all;
    for (int i = 0; i < 6; ++i)
      all.accounts.push_back(lms_account("P-000" + std::to_string(i), "u" + std::to_string(i)));
    all.accounts.push_back(lms_account("P-0001", "u6"));
    auto closed = learning_programme({"P-0000", "P-0001"});
    closed.sessions = programme({}).sessions;
    closed.modules[0].before = "s1";
    closed.staff = {"P-0002"};
    closed.badge = training::activity_ref{"moodle-bpsdm", "https://lms.example/badge/5"};
    auto open_to_all = learning_programme({}, "tik-2026-01");
    open_to_all.enrol = training::enrolment::open;
    open_to_all.certificate.number_from = training::certificate_rule::origin::lms_code;
    open_to_all.settle = duration{0};
    all.trainings = {closed, open_to_all};
    all.certificates = {{"ppp-2026-01", "P-0001", "800/1", *parse_date("2026-03-16"), "", "", ""},
                        {"tik-2026-01", "P-0003", "800/2", *parse_date("2026-03-16"), "", "", ""}};
    return all;
  }

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
end_state undisturbed(const std::vector<told>& events, const registers& all) {
  world w;
  w.open();
  w.import_people(all.people);
  w.import_accounts(all.accounts);
  w.import_trainings(all.trainings);
  w.import_certificates(all.certificates);
  w.time.set(at("23:00"));
  for (const auto& t : events) w.tell(t);
  w.settle();
  return state_of(w);
}

// The same in a random order, imported in parts and late, evaluated in between, with redeliveries and restarts.
end_state disturbed(std::vector<told> events, const registers& all, dice& d) {
  world w;
  w.settings.ingest_batch = 1 + static_cast<std::int64_t>(d.below(5));
  w.settings.evaluate_batch = 1 + static_cast<std::int64_t>(d.below(7));
  w.open();
  w.time.set(at("23:00"));
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
  steps.push_back([&] { w.import_certificates(all.certificates); });
  steps.push_back([&] { w.import_certificates({}); });
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
  w.import_accounts(all.accounts);
  w.import_certificates(all.certificates);
  w.settle();
  return state_of(w);
}

class ledger_order : public ::testing::TestWithParam<std::uint64_t> {};

void compare_orders(std::uint64_t first, std::vector<told> (*make)(dice&), const registers& all = {},
                    std::uint64_t many = histories) {
  for (std::uint64_t seed = first; seed < first + many; ++seed) {
    dice d(seed);
    const auto events = make(d);
    const auto expected = undisturbed(events, all);
    ASSERT_FALSE(expected.records.empty());
    const auto got = disturbed(events, all, d);
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

TEST_P(ledger_order, does_not_decide_what_learners_did_or_whether_they_are_enrolled) {
  compare_orders(GetParam(), generate_learning, registers::of_learning(), long_histories);
}

// Several tests, so that each stays far below the time limit of one on a busy machine.
INSTANTIATE_TEST_SUITE_P(seeds, ledger_order, ::testing::Range<std::uint64_t>(1, 301, histories));

}  // namespace
}  // namespace jembatan::ledger::testing

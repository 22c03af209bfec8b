// Stages, imports, delivery and questions run on threads of their own (run under ThreadSanitizer too).
#include <atomic>
#include <thread>

#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

class locked_log final : public eventlog::event_log {
 public:
  explicit locked_log(memory_log& inner) : inner_(inner) {}
  result<void> append(std::span<const eventlog::message> all) override {
    const std::lock_guard lock(mutex_);
    return inner_.append(all);
  }
  result<eventlog::slice> read(std::string_view topic, std::int32_t part, std::int64_t from,
                               eventlog::read_limit limit) override {
    const std::lock_guard lock(mutex_);
    return inner_.read(topic, part, from, limit);
  }
  std::vector<std::int32_t> partitions(std::string_view topic) override { return inner_.partitions(topic); }
  std::string epoch() const override { return inner_.epoch(); }
  result<std::uint64_t> trim(time_point, std::size_t) override { return 0; }

 private:
  std::mutex mutex_;
  memory_log& inner_;
};

TEST(ledger_threads, share_one_file_and_end_in_the_same_state) {
  world w;
  locked_log log(w.log);
  system_random random;
  w.settings.ingest_batch = 7;
  w.settings.debounce = duration{0};
  w.book = ledger::open(w.settings, log, w.time, random, w.series).value();
  w.time.set(at("23:00"));
  w.book->set_targets({{"ekinerja", {}, {"lulus"}}});
  auto rules = programme({"P-0102", "P-0103"});
  rules.settle = duration{0};
  for (int i = 0; i < 40; ++i) {
    const auto name = "c" + std::to_string(i);
    const auto email = i % 2 == 0 ? "ani@example.go.id" : "budi@example.go.id";
    w.tell(joined(name, email, "01:00"));
    w.tell(left(name, email, "05:00"));
  }

  std::atomic<bool> over{false};
  std::atomic<int> settled{0};
  const auto until_over = [&](auto body) {
    return std::thread([&over, body] {
      while (!over) body();
    });
  };
  std::vector<std::thread> threads;
  threads.push_back(until_over([&] { w.book->ingest().step(w.time.now()); }));
  threads.push_back(until_over([&] { w.book->evaluate().step(w.time.now()); }));
  threads.push_back(until_over([&] {
    EXPECT_TRUE(w.book->counts().has_value());
    EXPECT_TRUE(w.book->held(10).has_value());
    w.series.text();
  }));
  threads.push_back(until_over([&] {
    const auto job = w.book->deliveries().claim("ekinerja", w.time.now(), std::chrono::minutes{5}).value();
    if (!job) return;
    settlement s;
    s.delivery_id = job->what.delivery_id;
    s.lease_revision = job->what.wanted_revision;
    s.next = delivery_state::done;
    s.known_revision = s.lease_revision;
    EXPECT_TRUE(w.book->deliveries().settle(s, w.time.now()).has_value());
    ++settled;
  }));
  for (const auto* digest : {"d1", "d2", "d3"}) {
    EXPECT_TRUE(w.book->import_people({"people", digest, "acct:1"}, {person("P-0102", "ani@example.go.id")}, 9));
    EXPECT_TRUE(w.book->import_trainings({"trainings", digest, "acct:1"}, {rules}, 9));
    const std::string both = std::string(digest) + "+";
    EXPECT_TRUE(w.book->import_people({"people", both, "acct:1"},
                                      {person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")},
                                      9));
  }
  // Bounded by the work that there is: every event read, every mark evaluated, both records delivered.
  while (!w.book->drained().value() || w.book->dirty().value() > 0 ||
         w.book->delivery_counts().value()["ekinerja"]["done"] < 2) {
    if (::testing::Test::HasFailure()) break;
    std::this_thread::yield();
  }
  over = true;
  for (auto& t : threads) t.join();
  EXPECT_GE(settled, 2);
  EXPECT_EQ(w.counts().recorded, 80u);
  EXPECT_EQ(w.record_of("P-0103").outcome, training::result_kind::lulus);
}

}  // namespace
}  // namespace jembatan::ledger::testing

#pragma once
// A journal in a directory of its own, a clock that stands still, and answers that can be waited for.
#include <gmock/gmock.h>
#include <stdlib.h>

#include <future>
#include <optional>
#include <thread>

#include "../sqlite/faulty_vfs.hpp"
#include "journal/journal.hpp"
#include "journal/segment.hpp"
#include "sqlite/database.hpp"

namespace jembatan::journal {

// Longer than any commit on a loaded machine: a test that waits so long has failed.
inline constexpr auto patience = std::chrono::seconds{30};

class journal_test : public ::testing::Test {
 protected:
  journal_test() {
    char name[] = "/tmp/jembatan-journal-XXXXXX";
    opts.directory = std::filesystem::path(mkdtemp(name)) / "journal";
    opts.reserve = {0};
    opts.vfs = faults.name();
  }
  ~journal_test() override {
    inbox.reset();
    std::filesystem::remove_all(opts.directory.parent_path());
  }

  result<void> try_open() {
    inbox.reset();
    registry.emplace();
    auto opened = journal::open(opts, "edge-1", time, random, *registry);
    if (opened.has_error()) return std::move(opened).error();
    inbox = std::move(*opened);
    return {};
  }
  void open() {
    const auto opened = try_open();
    ASSERT_TRUE(opened.has_value()) << opened.error().message();
  }

  entry body(const std::string& text, std::size_t events = 1, const std::string& source = "zoom-a") {
    entry e{source, time.now(), "192.0.2.7", "TLSv1.3", {}, text};
    for (std::size_t i = 0; i < events; ++i) {
      digest d{};
      d[0] = static_cast<std::uint8_t>(i);
      e.identities.push_back(d);
    }
    return e;
  }

  using answer = std::future<result<receipt>>;
  answer send(entry e, bool may_use_reserve = false) {
    auto promise = std::make_shared<std::promise<result<receipt>>>();
    auto future = promise->get_future();
    inbox->append(std::move(e), may_use_reserve, [promise](result<receipt> r) { promise->set_value(std::move(r)); });
    return future;
  }
  static result<receipt> wait(answer a) {
    if (a.wait_for(patience) != std::future_status::ready) return error{errc::timeout, "no callback came"};
    return a.get();
  }
  result<receipt> store(const std::string& text, std::size_t events = 1, const std::string& source = "zoom-a") {
    return wait(send(body(text, events, source)));
  }
  // Bodies "0", "1", ... each durable before the next, so that each is a commit of its own.
  void store_many(int n) {
    for (int i = 0; i < n; ++i) {
      const auto r = store(std::to_string(i));
      ASSERT_TRUE(r.has_value()) << r.error().message();
    }
  }
  // Every body from `after` on, through as many reads as it takes.
  std::vector<std::string> bodies(std::uint64_t after = 0) {
    std::vector<std::string> all;
    for (;;) {
      const auto rows = inbox->read(after, 100, MiB).value();
      if (rows.empty()) return all;
      for (const auto& r : rows) {
        EXPECT_EQ(r.sequence, after + 1);
        after = r.sequence;
        all.push_back(r.what.body);
      }
    }
  }
  void close() { inbox.reset(); }
  // The writer looks for itself; until it did, this polls.
  void wait_until_accepting() {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (inbox->accepting().has_error() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    ASSERT_TRUE(inbox->accepting().has_value());
  }

  std::filesystem::path segment_file(std::uint64_t n) const { return segment_path(opts.directory, n); }
  // SQL on one of the closed journal's files, as damage would do it.
  void meddle(const std::filesystem::path& file, const std::string& sql) {
    auto db = sqlite::database::open(file).value();
    const auto done = db.execute(sql);
    ASSERT_TRUE(done.has_value()) << done.error().message();
  }
  void pass_time(duration d) { time.advance(d); }
  // The next body begins a new segment.
  void end_segment() { pass_time(opts.segment_age); }

  test::faulty_vfs faults{"faulty-journal"};
  options opts;
  manual_clock time{from_unix_ms(1'772'000'000'000)};
  seeded_random random{7};
  std::optional<metrics::registry> registry;
  std::unique_ptr<journal> inbox;
};

}  // namespace jembatan::journal

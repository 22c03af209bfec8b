// What an append promises: durable in order, all or nothing, refused in time, and whole again after a failure.
#include "journal/writer.hpp"

#include <semaphore>

#include "fixture.hpp"

namespace jembatan::journal {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class journal_writer : public journal_test {
 protected:
  // Holds the writer inside a sync until it is let go.
  void hold_next_sync() {
    holding = true;
    held = std::make_unique<std::binary_semaphore>(0);
    go_on = std::make_unique<std::binary_semaphore>(0);
  }
  void prepare_to_hold() {
    faults.before_sync = [this] {
      if (!holding.exchange(false)) return;
      held->release();
      ASSERT_TRUE(go_on->try_acquire_for(patience));
    };
  }
  // A body whose commit hangs: what is sent now waits in the queue.
  answer send_and_hold(const std::string& text) {
    hold_next_sync();
    auto first = send(body(text));
    EXPECT_TRUE(held->try_acquire_for(patience));
    return first;
  }

  std::atomic<bool> holding{false};
  std::unique_ptr<std::binary_semaphore> held;
  std::unique_ptr<std::binary_semaphore> go_on;
};

TEST_F(journal_writer, gives_receipts_in_order_and_keeps_every_part_of_a_body) {
  open();
  for (std::uint64_t n = 1; n <= 3; ++n) {
    const auto r = store("body " + std::to_string(n), n);
    ASSERT_TRUE(r.has_value()) << r.error().message();
    EXPECT_EQ(*r, (receipt{"edge-1", inbox->epoch(), n}));
  }
  const auto second = inbox->find(2).value();
  EXPECT_EQ(second.sequence, 2U);
  EXPECT_EQ(second.what.source, "zoom-a");
  EXPECT_EQ(second.what.received_at, time.now());
  EXPECT_EQ(second.what.peer, "192.0.2.7");
  EXPECT_EQ(second.what.tls, "TLSv1.3");
  EXPECT_EQ(second.what.body, "body 2");
  EXPECT_EQ(second.what.identities, body("", 2).identities);
  EXPECT_TRUE(inbox->find(4).error().is(errc::not_found));
}

TEST_F(journal_writer, syncs_before_it_calls_back) {
  open();
  store_many(1);
  const int before = faults.syncs;
  int at_callback = 0;
  std::promise<void> called;
  inbox->append(body("x"), false, [&](result<receipt>) {
    at_callback = faults.syncs;
    called.set_value();
  });
  ASSERT_EQ(called.get_future().wait_for(patience), std::future_status::ready);
  EXPECT_GT(at_callback, before);
}

TEST_F(journal_writer, goes_on_with_epoch_and_sequence_after_a_restart) {
  open();
  store_many(2);
  const auto epoch = inbox->epoch();
  EXPECT_EQ(epoch.size(), 16U);
  open();
  EXPECT_EQ(inbox->epoch(), epoch);
  EXPECT_EQ(store("2").value().sequence, 3U);
  EXPECT_THAT(bodies(), ElementsAre("0", "1", "2"));
}

TEST_F(journal_writer, stores_what_gathered_during_a_commit_with_the_next_one) {
  prepare_to_hold();
  open();
  store_many(1);
  auto first = send_and_hold("first");
  std::vector<answer> later;
  for (int i = 0; i < 10; ++i) later.push_back(send(body("later")));
  go_on->release();
  EXPECT_EQ(wait(std::move(first)).value().sequence, 2U);
  std::uint64_t expected = 3;
  for (auto& a : later) EXPECT_EQ(wait(std::move(a)).value().sequence, expected++);
  EXPECT_THAT(registry->text(), HasSubstr("jembatan_journal_commits_total 3\n"));
}

TEST_F(journal_writer, wakes_the_pump_after_a_commit) {
  open();
  std::promise<void> woken;
  inbox->on_commit([&] { woken.set_value(); });
  ASSERT_TRUE(store("x").has_value());
  EXPECT_EQ(woken.get_future().wait_for(patience), std::future_status::ready);
}

TEST_F(journal_writer, refuses_what_comes_on_top_of_its_queue) {
  prepare_to_hold();
  opts.queue = {4096};
  open();
  store_many(1);
  auto held_body = send_and_hold(std::string(1024, 'a'));
  auto fits = send(body(std::string(1024, 'b')));
  auto too_much = send(body(std::string(4096, 'c')));
  go_on->release();
  EXPECT_TRUE(wait(std::move(held_body)).has_value());
  EXPECT_TRUE(wait(std::move(fits)).has_value());
  const auto refused = wait(std::move(too_much));
  ASSERT_TRUE(refused.has_error());
  EXPECT_TRUE(refused.error().is(errc::full));
  EXPECT_EQ(bodies().size(), 3U);
  EXPECT_THAT(registry->text(), HasSubstr("jembatan_journal_refused_total{reason=\"queue\"} 1\n"));
  // What was stored no longer counts against the limit.
  EXPECT_TRUE(store(std::string(2048, 'd')).has_value());
}

TEST_F(journal_writer, never_stores_a_body_that_waited_past_its_deadline) {
  prepare_to_hold();
  open();
  store_many(1);
  auto first = send_and_hold("first");
  auto late = send(body("late"));
  pass_time(opts.append_deadline + duration{1});
  auto young = send(body("young"));
  go_on->release();
  EXPECT_TRUE(wait(std::move(first)).has_value());
  const auto refused = wait(std::move(late));
  ASSERT_TRUE(refused.has_error());
  EXPECT_TRUE(refused.error().is(errc::timeout));
  EXPECT_TRUE(wait(std::move(young)).has_value());
  open();
  EXPECT_THAT(bodies(), ElementsAre("0", "first", "young"));
}

TEST_F(journal_writer, answers_while_the_disk_hangs_and_keeps_what_it_then_stores) {
  prepare_to_hold();
  open();
  store_many(1);
  auto hung = send_and_hold("hung");
  auto waits = send(body("waits"));
  pass_time(opts.append_deadline + duration{1});
  const auto late = wait(std::move(waits));
  ASSERT_TRUE(late.has_error()) << "its turn never came";
  EXPECT_TRUE(late.error().is(errc::timeout));
  EXPECT_EQ(hung.wait_for(std::chrono::seconds{0}), std::future_status::timeout);
  pass_time(opts.commit_deadline - opts.append_deadline);
  const auto refused = wait(std::move(hung));
  ASSERT_TRUE(refused.has_error());
  EXPECT_TRUE(refused.error().is(errc::timeout));
  EXPECT_TRUE(inbox->accepting().error().is(errc::timeout));
  EXPECT_THAT(registry->text(), HasSubstr("jembatan_journal_refused_total{reason=\"hung\"} 1\n"));
  go_on->release();
  EXPECT_EQ(store("next").value().sequence, 3U);
  EXPECT_TRUE(inbox->accepting().has_value());
  EXPECT_THAT(bodies(), ElementsAre("0", "hung", "next")) << "acknowledged or not, it is accepted";
  EXPECT_EQ(inbox->counts().at("zoom-a").accepted, 3U);
}

TEST_F(journal_writer, answers_once_when_the_disk_hangs_and_then_fails) {
  prepare_to_hold();
  open();
  store_many(1);
  auto hung = send_and_hold("hung");
  pass_time(opts.commit_deadline + duration{1});
  EXPECT_TRUE(wait(std::move(hung)).error().is(errc::timeout));
  faults.failing_syncs = 1;
  go_on->release();
  wait_until_accepting();
  EXPECT_EQ(store("1").value().sequence, 2U);
  EXPECT_THAT(bodies(), ElementsAre("0", "1"));
}

TEST_F(journal_writer, finds_no_body_late_because_the_clock_was_stepped) {
  prepare_to_hold();
  open();
  store_many(1);
  auto first = send_and_hold("first");
  auto second = send(body("second"));
  time.step(std::chrono::hours{1});
  go_on->release();
  EXPECT_TRUE(wait(std::move(first)).has_value());
  EXPECT_TRUE(wait(std::move(second)).has_value());
  time.step(-std::chrono::hours{2});
  EXPECT_TRUE(store("third").has_value());
}

TEST_F(journal_writer, begins_a_segment_past_size_and_past_age) {
  opts.segment_size = {256 * KiB};
  open();
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(store(std::string(60 * KiB, 'x')).has_value());
  EXPECT_TRUE(std::filesystem::exists(segment_file(2)));
  store_many(1);
  end_segment();
  store_many(1);
  EXPECT_TRUE(std::filesystem::exists(segment_file(3)));
  EXPECT_EQ(bodies().size(), 8U);
  open();
  EXPECT_EQ(bodies().size(), 8U);
}

TEST_F(journal_writer, does_not_rotate_when_the_clock_steps_back) {
  open();
  store_many(1);
  pass_time(-std::chrono::days{400});
  store_many(3);
  open();
  store_many(3);
  EXPECT_FALSE(std::filesystem::exists(segment_file(2)));
  EXPECT_EQ(bodies().size(), 7U);
}

TEST_F(journal_writer, stores_what_was_appended_before_it_is_closed) {
  open();
  std::vector<answer> answers;
  for (int i = 0; i < 50; ++i) answers.push_back(send(body(std::to_string(i))));
  close();
  for (auto& a : answers) EXPECT_TRUE(wait(std::move(a)).has_value());
  EXPECT_FALSE(std::filesystem::exists(segment_file(1).string() + "-wal"));
  open();
  EXPECT_EQ(bodies().size(), 50U);
}

TEST_F(journal_writer, is_refused_where_another_one_holds_the_directory) {
  open();
  metrics::registry other;
  const auto second = journal::open(opts, "edge-1", time, random, other);
  ASSERT_TRUE(second.has_error());
  EXPECT_TRUE(second.error().is(errc::locked));
}

TEST_F(journal_writer, takes_bodies_from_many_threads_and_answers_each_once) {
  opts.segment_size = {MiB};
  open();
  constexpr int threads = 4;
  constexpr int each = 500;
  std::atomic<int> answered{0};
  std::atomic<bool> reading{true};
  std::thread reader([&] {
    std::uint64_t at = 0;
    while (reading) {
      const auto rows = inbox->read(at, 50, MiB).value();
      if (rows.empty()) continue;
      at = rows.back().sequence;
      EXPECT_TRUE(inbox->advance(at, {{"zoom-a", rows.size()}}).has_value());
    }
  });
  std::vector<std::thread> senders;
  for (int t = 0; t < threads; ++t) {
    senders.emplace_back([&] {
      for (int i = 0; i < each; ++i) {
        inbox->append(body(std::string(1000, 'x')), false,
                      [&](result<receipt> r) { answered += r.has_value() ? 1 : 1000000; });
      }
    });
  }
  for (auto& s : senders) s.join();
  EXPECT_TRUE(store("last").has_value());
  reading = false;
  reader.join();
  close();
  EXPECT_EQ(answered, threads * each);
  open();
  const auto c = inbox->counts().at("zoom-a");
  EXPECT_EQ(c.accepted, threads * each + 1U);
  EXPECT_EQ(c.accepted, c.depth + c.published);
  EXPECT_EQ(bodies().size(), threads * each + 1U);
}

TEST_F(journal_writer, has_nothing_to_read_when_it_is_new) {
  open();
  EXPECT_THAT(bodies(), IsEmpty());
  EXPECT_EQ(inbox->cursor(), 0U);
  EXPECT_THAT(inbox->counts(), IsEmpty());
  EXPECT_TRUE(inbox->accepting().has_value());
}

}  // namespace
}  // namespace jembatan::journal

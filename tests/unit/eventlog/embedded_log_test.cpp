#include <gmock/gmock.h>
#include <stdlib.h>

#include <fstream>
#include <thread>

#include "../sqlite/faulty_vfs.hpp"
#include "eventlog/embedded/log.hpp"
#include "sqlite/database.hpp"

namespace jembatan::eventlog {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string events{events_topic};
const std::string dead{deadletter_topic};
const std::string records{records_topic};

class embedded_log : public ::testing::Test {
 protected:
  embedded_log() {
    char name[] = "/tmp/jembatan-eventlog-XXXXXX";
    directory = mkdtemp(name);
    opts.file = directory / "eventlog.db";
    opts.vfs = faults.name();
    open();
  }
  ~embedded_log() override {
    topics.reset();
    std::filesystem::remove_all(directory);
  }

  void open() {
    topics.reset();
    topics = embedded::open(opts, time, random).value();
  }
  void append(const std::vector<message>& batch) {
    const auto done = topics->append(batch);
    ASSERT_TRUE(done.has_value()) << done.error().message();
  }
  std::vector<std::string> values(const std::string& topic, std::int64_t from = 0, read_limit limit = {}) {
    std::vector<std::string> found;
    for (const auto& m : topics->read(topic, 0, from, limit).value().messages) found.push_back(m.value);
    return found;
  }

  test::faulty_vfs faults{"faulty-eventlog"};
  std::filesystem::path directory;
  embedded::options opts;
  manual_clock time{from_unix_ms(1'772'000'000'000)};
  seeded_random random{3};
  std::unique_ptr<embedded::log> topics;
};

TEST_F(embedded_log, keeps_messages_of_each_topic_in_order_with_offsets_from_zero) {
  append({{events, "k1", "a"}, {dead, "k2", "x"}, {events, "k3", "b"}});
  append({{events, "", "c"}});
  const auto found = topics->read(events, 0, 0, {}).value();
  ASSERT_EQ(found.messages.size(), 3U);
  for (std::int64_t n = 0; n < 3; ++n) EXPECT_EQ(found.messages[static_cast<std::size_t>(n)].offset, n);
  EXPECT_EQ(found.messages[0].key, "k1");
  EXPECT_EQ(found.messages[0].appended_at, time.now());
  EXPECT_EQ(found.next, 3);
  EXPECT_THAT(values(events), ElementsAre("a", "b", "c"));
  EXPECT_THAT(values(events, 1), ElementsAre("b", "c"));
  EXPECT_THAT(values(dead), ElementsAre("x"));
}

TEST_F(embedded_log, keeps_bytes_as_they_are) {
  const std::string odd("\0\xff{\"a\":1}\0", 10);
  append({{events, odd, odd}});
  const auto found = topics->read(events, 0, 0, {}).value();
  EXPECT_EQ(found.messages.at(0).key, odd);
  EXPECT_EQ(found.messages.at(0).value, odd);
}

TEST_F(embedded_log, goes_on_with_epoch_and_offsets_after_a_restart) {
  append({{events, "k", "a"}});
  const auto epoch = topics->epoch();
  EXPECT_EQ(epoch.size(), 16U);
  open();
  EXPECT_EQ(topics->epoch(), epoch);
  append({{events, "k", "b"}});
  EXPECT_EQ(topics->read(events, 0, 1, {}).value().messages.at(0).value, "b");
}

TEST_F(embedded_log, has_another_epoch_when_it_is_made_anew) {
  const auto epoch = topics->epoch();
  topics.reset();
  for (const auto* end : {"", "-wal", "-shm"}) std::filesystem::remove(opts.file.string() + end);
  open();
  EXPECT_NE(topics->epoch(), epoch);
}

TEST_F(embedded_log, gives_an_empty_slice_beyond_the_end_and_for_unknown_topics) {
  append({{events, "k", "a"}});
  for (const std::int64_t from : {1, 7}) {
    const auto found = topics->read(events, 0, from, {}).value();
    EXPECT_THAT(found.messages, IsEmpty());
    EXPECT_EQ(found.next, from);
  }
  EXPECT_THAT(values("training.control.v1"), IsEmpty());
}

TEST_F(embedded_log, stops_at_limits_but_returns_one_message_at_least) {
  append({{events, "", "aaaa"}, {events, "", "bbbb"}, {events, "", "cccc"}});
  EXPECT_THAT(values(events, 0, {2, 1000}), ElementsAre("aaaa", "bbbb"));
  EXPECT_THAT(values(events, 0, {10, 8}), ElementsAre("aaaa", "bbbb"));
  EXPECT_THAT(values(events, 0, {10, 1}), ElementsAre("aaaa"));
  EXPECT_EQ(topics->read(events, 0, 0, {2, 1000}).value().next, 2);
}

TEST_F(embedded_log, stores_all_of_a_batch_or_nothing_and_can_try_again) {
  append({{events, "", "a"}});
  const std::vector<message> batch{{events, "", "b"}, {dead, "", "x"}};
  faults.disk_full = true;
  EXPECT_TRUE(topics->append(batch).error().is(errc::full));
  faults.disk_full = false;
  EXPECT_THAT(values(events), ElementsAre("a"));
  EXPECT_THAT(values(dead), IsEmpty());
  faults.failing_syncs = 1;
  EXPECT_TRUE(topics->append(batch).error().is(errc::io));
  append(batch);
  open();
  EXPECT_THAT(values(events), ElementsAre("a", "b"));
  EXPECT_THAT(values(dead), ElementsAre("x"));
}

TEST_F(embedded_log, syncs_every_append) {
  append({{events, "", "a"}});
  const int before = faults.syncs;
  append({{events, "", "b"}});
  EXPECT_GT(faults.syncs, before);
}

TEST_F(embedded_log, trims_old_messages_in_bounded_steps_and_never_gives_an_offset_twice) {
  append({{events, "", "a"}, {events, "", "b"}, {events, "", "c"}});
  time.advance(std::chrono::days{1});
  append({{events, "", "d"}});
  const auto young = time.now();
  EXPECT_EQ(topics->trim(young, 2).value(), 2U);
  EXPECT_EQ(topics->trim(young, 2).value(), 1U);
  EXPECT_EQ(topics->trim(young, 2).value(), 0U);
  EXPECT_THAT(values(events, 3), ElementsAre("d"));
  // Even when all are old, the last one stays: the next offset is counted from it.
  EXPECT_EQ(topics->trim(young + std::chrono::days{9}, 10).value(), 0U);
  open();
  append({{events, "", "e"}});
  EXPECT_EQ(topics->read(events, 0, 4, {}).value().messages.at(0).value, "e");
}

TEST_F(embedded_log, keeps_what_its_reader_has_not_read_however_old_it_is) {
  append({{events, "", "a"}, {events, "", "b"}, {events, "", "c"}, {events, "", "d"}});
  time.advance(std::chrono::days{365});
  std::int64_t next = 1;
  topics->keep_unread([&](std::string_view) -> result<std::int64_t> { return next; });
  EXPECT_EQ(topics->trim(time.now(), 10).value(), 1U);
  EXPECT_THAT(values(events, 1), ElementsAre("b", "c", "d"));
  next = 3;
  EXPECT_EQ(topics->trim(time.now(), 10).value(), 2U);
  topics->keep_unread([](std::string_view) -> result<std::int64_t> { return error{errc::io, "the ledger fails"}; });
  EXPECT_TRUE(topics->trim(time.now(), 10).has_error()) << "who does not know removes nothing";
}

TEST_F(embedded_log, refuses_an_offset_that_trim_has_passed) {
  append({{events, "", "a"}, {events, "", "b"}});
  time.advance(duration{1});
  topics->trim(time.now(), 1).value();
  const auto lost = topics->read(events, 0, 0, {});
  ASSERT_TRUE(lost.has_error());
  EXPECT_TRUE(lost.error().is(errc::corrupt));
  EXPECT_THAT(lost.error().message(), AllOf(HasSubstr("eventlog.db"), HasSubstr("offset 0"), HasSubstr("begins at 1")));
  EXPECT_THAT(values(events, 1), ElementsAre("b"));
}

TEST_F(embedded_log, retention_keeps_thirty_five_days) {
  append({{events, "", "a"}, {events, "", "b"}});
  time.advance(opts.keep);
  append({{events, "", "c"}});
  EXPECT_GT(topics->retention().step(time.now()), time.now());
  EXPECT_THAT(values(events), ElementsAre("a", "b", "c"));
  time.advance(duration{1});
  topics->retention().step(time.now());
  EXPECT_THAT(values(events, 2), ElementsAre("c"));
  EXPECT_TRUE(topics->read(events, 0, 1, {}).has_error());
}

TEST_F(embedded_log, reads_a_topic_from_its_view_and_refuses_to_append_to_it) {
  struct view : topic_view {
    result<slice> read(std::int64_t from, read_limit) override {
      return slice{{{from, {}, "r-1", "record"}}, from + 1};
    }
  } feed;
  topics->set_view(records, &feed);
  EXPECT_THAT(values(records, 5), ElementsAre("record"));
  EXPECT_TRUE(topics->append(std::vector<message>{{records, "", "x"}}).error().is(errc::invalid));
  EXPECT_TRUE(topics->append(std::vector<message>{{events, "", "a"}, {records, "", "x"}}).has_error());
  EXPECT_THAT(values(events), IsEmpty());
}

TEST_F(embedded_log, has_one_partition) {
  EXPECT_THAT(topics->partitions(events), ElementsAre(0));
  EXPECT_TRUE(topics->read(events, 1, 0, {}).error().is(errc::invalid));
  EXPECT_TRUE(topics->read(events, 0, -1, {}).error().is(errc::invalid));
}

TEST_F(embedded_log, names_a_damaged_file_and_the_remedy) {
  append({{events, "", "a"}});
  topics.reset();
  std::ofstream(opts.file, std::ios::binary) << std::string(32768, 'x');
  const auto opened = embedded::open(opts, time, random);
  ASSERT_TRUE(opened.has_error());
  EXPECT_TRUE(opened.error().is(errc::corrupt));
  EXPECT_THAT(opened.error().message(), AllOf(HasSubstr("eventlog.db"), HasSubstr("backup")));
  EXPECT_EQ(std::filesystem::file_size(opts.file), 32768U);
}

TEST_F(embedded_log, refuses_a_newer_format) {
  topics.reset();
  sqlite::database::open(opts.file).value().execute("UPDATE meta SET format=2").value();
  EXPECT_TRUE(embedded::open(opts, time, random).error().is(errc::unsupported));
}

TEST_F(embedded_log, is_read_while_it_is_appended_to) {
  constexpr int n = 300;
  std::thread writer([&] {
    for (int i = 0; i < n; ++i)
      EXPECT_TRUE(topics->append(std::vector<message>{{events, "", std::to_string(i)}}).has_value());
  });
  std::int64_t at = 0;
  while (at < n) {
    const auto found = topics->read(events, 0, at, {}).value();
    for (const auto& m : found.messages) EXPECT_EQ(m.value, std::to_string(at++));
  }
  writer.join();
}

}  // namespace
}  // namespace jembatan::eventlog

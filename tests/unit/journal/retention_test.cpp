#include "journal/retention.hpp"

#include "fixture.hpp"

namespace jembatan::journal {
namespace {

using ::testing::ElementsAre;

class journal_retention : public journal_test {
 protected:
  // Three segments of two bodies each.
  void fill() {
    for (int s = 0; s < 3; ++s) {
      if (s > 0) end_segment();
      store_many(2);
    }
  }
  // Steps until it wants to rest.
  void retain() {
    for (int i = 0; i < 10; ++i) {
      if (inbox->retention().step(time.now()) > time.now()) return;
    }
    FAIL() << "retention does not come to rest";
  }
  std::vector<int> present() const {
    std::vector<int> numbers;
    for (int n = 1; n <= 4; ++n) {
      if (std::filesystem::exists(segment_file(static_cast<std::uint64_t>(n)))) numbers.push_back(n);
    }
    return numbers;
  }
};

TEST_F(journal_retention, removes_old_delivered_segments_and_keeps_the_counts) {
  open();
  fill();
  ASSERT_TRUE(inbox->advance(6, {{"zoom-a", 6}}).has_value());
  pass_time(opts.keep);
  retain();
  EXPECT_THAT(present(), ElementsAre(3));
  EXPECT_FALSE(std::filesystem::exists(segment_file(1).string() + "-wal"));
  EXPECT_TRUE(inbox->find(2).error().is(errc::not_found));
  EXPECT_EQ(inbox->find(5).value().what.body, "0");
  open();
  EXPECT_EQ(inbox->counts().at("zoom-a").accepted, 6U);
  EXPECT_EQ(inbox->counts().at("zoom-a").depth, 0U);
  EXPECT_EQ(store("next").value().sequence, 7U);
}

TEST_F(journal_retention, notes_when_an_entry_went) {
  open();
  fill();
  ASSERT_TRUE(inbox->advance(4, {{"zoom-a", 4}}).has_value());
  pass_time(opts.keep);
  retain();
  const auto went = time.now();
  pass_time(std::chrono::hours{1});
  open();
  for (const std::uint64_t gone : {1, 2, 3, 4}) EXPECT_EQ(inbox->removed_at(gone).value(), went) << gone;
  for (const std::uint64_t not_gone : {5, 6, 7}) EXPECT_FALSE(inbox->removed_at(not_gone)->has_value()) << not_gone;
}

TEST_F(journal_retention, keeps_what_the_cursor_has_not_passed) {
  open();
  fill();
  ASSERT_TRUE(inbox->advance(3, {{"zoom-a", 3}}).has_value());
  pass_time(opts.keep * 10);
  retain();
  EXPECT_THAT(present(), ElementsAre(2, 3));
  open();
  EXPECT_EQ(inbox->counts().at("zoom-a").depth, 3U);
}

TEST_F(journal_retention, keeps_delivered_segments_for_as_long_as_configured) {
  open();
  fill();
  ASSERT_TRUE(inbox->advance(6, {{"zoom-a", 6}}).has_value());
  pass_time(opts.keep - opts.segment_age * 3);
  retain();
  EXPECT_THAT(present(), ElementsAre(1, 2, 3));
}

TEST_F(journal_retention, removes_under_disk_pressure_but_nothing_younger_than_seven_days) {
  opts.reserve = {std::uint64_t{1} << 62U};
  open();
  for (int s = 0; s < 3; ++s) {
    if (s > 0) pass_time(std::chrono::days{3});
    ASSERT_TRUE(wait(send(body("x"), true)).has_value());
  }
  ASSERT_TRUE(inbox->advance(3, {{"zoom-a", 3}}).has_value());
  // The first ended three days after its start, at the second's beginning.
  pass_time(std::chrono::days{4} - duration{1});
  retain();
  EXPECT_THAT(present(), ElementsAre(1, 2, 3));
  pass_time(duration{1});
  retain();
  EXPECT_THAT(present(), ElementsAre(2, 3));
}

TEST_F(journal_retention, removes_nothing_early_when_the_clock_steps_back) {
  open();
  fill();
  ASSERT_TRUE(inbox->advance(6, {{"zoom-a", 6}}).has_value());
  pass_time(-std::chrono::days{1000});
  retain();
  EXPECT_THAT(present(), ElementsAre(1, 2, 3));
}

TEST_F(journal_retention, removes_nothing_early_when_the_clock_steps_forward) {
  open();
  fill();
  ASSERT_TRUE(inbox->advance(6, {{"zoom-a", 6}}).has_value());
  time.step(std::chrono::days{4000});
  retain();
  EXPECT_THAT(present(), ElementsAre(1, 2, 3));
  open();  // started while the clock is wrong
  retain();
  EXPECT_THAT(present(), ElementsAre(1, 2, 3));
  time.step(-std::chrono::days{4000});
  pass_time(opts.keep - opts.segment_age);
  retain();
  EXPECT_THAT(present(), ElementsAre(2, 3)) << "the first ended an age of a segment before the second";
}

TEST_F(journal_retention, removes_nothing_late_because_it_was_stored_while_the_clock_was_ahead) {
  open();
  time.step(std::chrono::days{4000});
  fill();
  time.step(-std::chrono::days{4000});
  ASSERT_TRUE(inbox->advance(6, {{"zoom-a", 6}}).has_value());
  pass_time(opts.keep);
  retain();
  EXPECT_THAT(present(), ElementsAre(3));
}

TEST_F(journal_retention, counts_the_time_of_all_processes_but_for_what_a_crash_takes) {
  open();
  fill();
  ASSERT_TRUE(inbox->advance(6, {{"zoom-a", 6}}).has_value());
  for (int day = 0; day < 33; ++day) {
    retain();
    pass_time(std::chrono::days{1});
    retain();
    open();
  }
  pass_time(std::chrono::days{1} - duration{1});
  retain();
  EXPECT_THAT(present(), ElementsAre(1, 2, 3));
  pass_time(duration{1});
  retain();
  EXPECT_THAT(present(), ElementsAre(2, 3));
}

TEST_F(journal_retention, lets_what_an_older_version_wrote_age_from_the_start_on) {
  open();
  fill();
  ASSERT_TRUE(inbox->advance(6, {{"zoom-a", 6}}).has_value());
  close();
  meddle(opts.directory / "cursor.db", "DROP TABLE service; DROP TABLE begun");
  pass_time(opts.keep);
  open();
  retain();
  EXPECT_THAT(present(), ElementsAre(1, 2, 3));
  pass_time(opts.keep);
  retain();
  EXPECT_THAT(present(), ElementsAre(3));
}

TEST_F(journal_retention, clears_what_a_crash_between_two_unlinks_left) {
  open();
  fill();
  ASSERT_TRUE(inbox->advance(6, {{"zoom-a", 6}}).has_value());
  close();
  const auto orphan = segment_file(1).string() + "-wal";
  std::filesystem::rename(segment_file(1), orphan);
  open();
  EXPECT_FALSE(std::filesystem::exists(orphan));
  EXPECT_EQ(inbox->counts().at("zoom-a").accepted, 6U);
}

}  // namespace
}  // namespace jembatan::journal

// The journal's terms of the equation (SEMANTICS.md 2.4): accepted = depth + published, from disk and in memory alike.
#include "journal/counts.hpp"

#include "fixture.hpp"

namespace jembatan::journal {
namespace {

class journal_counts : public journal_test {
 protected:
  void expect(const std::string& source, std::uint64_t accepted, std::uint64_t depth, std::uint64_t published) {
    const auto all = inbox->counts();
    ASSERT_TRUE(all.contains(source));
    const auto& c = all.at(source);
    EXPECT_EQ(c.accepted, accepted) << source;
    EXPECT_EQ(c.depth, depth) << source;
    EXPECT_EQ(c.published, published) << source;
  }
};

TEST_F(journal_counts, counts_raw_events_per_source_and_not_bodies) {
  open();
  store("a", 1, "zoom-a").value();
  store("b", 30, "moodle-b").value();
  store("c", 0, "moodle-b").value();
  expect("zoom-a", 1, 1, 0);
  expect("moodle-b", 30, 30, 0);
  open();
  expect("zoom-a", 1, 1, 0);
  expect("moodle-b", 30, 30, 0);
}

TEST_F(journal_counts, moves_cursor_and_published_together) {
  open();
  store("a", 2, "zoom-a").value();
  store("b", 5, "moodle-b").value();
  store("c", 3, "zoom-a").value();
  ASSERT_TRUE(inbox->advance(2, {{"zoom-a", 2}, {"moodle-b", 5}}).has_value());
  for (int restarted = 0; restarted < 2; ++restarted) {
    EXPECT_EQ(inbox->cursor(), 2U);
    expect("zoom-a", 5, 3, 2);
    expect("moodle-b", 5, 0, 5);
    open();
  }
}

TEST_F(journal_counts, moves_neither_when_the_commit_fails) {
  open();
  store("a", 2).value();
  faults.failing_syncs = 1;
  EXPECT_TRUE(inbox->advance(1, {{"zoom-a", 2}}).has_error());
  EXPECT_EQ(inbox->cursor(), 0U);
  expect("zoom-a", 2, 2, 0);
  ASSERT_TRUE(inbox->advance(1, {{"zoom-a", 2}}).has_value());
  expect("zoom-a", 2, 0, 2);
}

TEST_F(journal_counts, counts_depth_by_its_own_rows_whatever_the_pump_says) {
  open();
  store("a", 2).value();
  ASSERT_TRUE(inbox->advance(1, {{"zoom-a", 1}}).has_value());
  expect("zoom-a", 2, 0, 1);  // the equation shows the missing one
  open();
  expect("zoom-a", 2, 0, 1);
}

TEST_F(journal_counts, refuses_to_move_the_cursor_back_or_past_the_end) {
  open();
  store_many(3);
  ASSERT_TRUE(inbox->advance(2, {{"zoom-a", 2}}).has_value());
  EXPECT_TRUE(inbox->advance(2, {}).error().is(errc::invalid));
  EXPECT_TRUE(inbox->advance(1, {}).error().is(errc::invalid));
  EXPECT_TRUE(inbox->advance(4, {}).error().is(errc::invalid));
  EXPECT_EQ(inbox->cursor(), 2U);
}

TEST_F(journal_counts, equals_rows_behind_the_cursor_after_a_restart_over_many_segments) {
  open();
  for (int segment = 0; segment < 4; ++segment) {
    for (std::size_t i = 1; i <= 3; ++i) store("x", i, i % 2 == 0 ? "moodle-b" : "zoom-a").value();
    end_segment();
  }
  ASSERT_TRUE(inbox->advance(5, {{"zoom-a", 5}, {"moodle-b", 4}}).has_value());
  for (int restarted = 0; restarted < 2; ++restarted) {
    expect("zoom-a", 16, 11, 5);
    expect("moodle-b", 8, 4, 4);
    open();
  }
  // From one segment into another, to the very end of one.
  ASSERT_TRUE(inbox->advance(9, {{"zoom-a", 7}, {"moodle-b", 2}}).has_value());
  expect("zoom-a", 16, 4, 12);
  expect("moodle-b", 8, 2, 6);
  open();
  expect("zoom-a", 16, 4, 12);
  expect("moodle-b", 8, 2, 6);
}

TEST_F(journal_counts, agrees_with_the_rows_across_many_tallies) {
  open();
  constexpr std::uint64_t n = 20'000;
  std::vector<answer> answers;
  for (std::uint64_t i = 0; i < n; ++i) answers.push_back(send(body("x", i % 3, i % 2 == 0 ? "zoom-a" : "moodle-b")));
  for (auto& a : answers) ASSERT_TRUE(wait(std::move(a)).has_value());
  const auto direct = [&](std::uint64_t through) {
    tally sum;
    for (std::uint64_t i = 0; i < through; ++i) sum[i % 2 == 0 ? "zoom-a" : "moodle-b"] += i % 3;
    return sum;
  };
  constexpr std::uint64_t far = 18'001;  // further than rows are counted one by one
  ASSERT_TRUE(inbox->advance(far, {}).has_value());
  const auto all = direct(n);
  const auto passed = direct(far);
  for (int restarted = 0; restarted < 2; ++restarted) {
    for (const auto* source : {"zoom-a", "moodle-b"})
      expect(source, all.at(source), all.at(source) - passed.at(source), 0);
    open();
  }
}

TEST_F(journal_counts, shows_the_depth_of_each_source_as_a_metric) {
  open();
  store("a", 4).value();
  EXPECT_THAT(registry->text(), ::testing::HasSubstr("jembatan_journal_depth_events{source=\"zoom-a\"} 4\n"));
  close();
  // The gauge outlives the journal and is left alone then.
  EXPECT_THAT(registry->text(), ::testing::HasSubstr("jembatan_journal_depth_events"));
}

}  // namespace
}  // namespace jembatan::journal

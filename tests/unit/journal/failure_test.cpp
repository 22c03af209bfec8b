// What the journal does when the disk is full, fails, or is down to its reserve: refuse, say so, and be whole again.
#include "fixture.hpp"

namespace jembatan::journal {
namespace {

using ::testing::ElementsAre;

using journal_failure = journal_test;

TEST_F(journal_failure, keeps_its_reserve_for_senders_that_do_not_try_again) {
  opts.reserve = {std::uint64_t{1} << 62U};
  open();
  const auto refused = store("x");
  ASSERT_TRUE(refused.has_error());
  EXPECT_TRUE(refused.error().is(errc::full));
  EXPECT_TRUE(wait(send(body("y"), true)).has_value());
  EXPECT_THAT(bodies(), ElementsAre("y"));
  EXPECT_TRUE(inbox->accepting().error().is(errc::full));
}

TEST_F(journal_failure, refuses_on_a_full_disk_and_goes_on_when_there_is_room) {
  open();
  store_many(1);
  faults.disk_full = true;
  for (int i = 0; i < 3; ++i) {
    const auto refused = store("lost");
    ASSERT_TRUE(refused.has_error());
    EXPECT_TRUE(refused.error().is(errc::full));
  }
  EXPECT_TRUE(inbox->accepting().has_error());
  faults.disk_full = false;
  EXPECT_EQ(store("1").value().sequence, 2U);
  EXPECT_TRUE(inbox->accepting().has_value());
  open();
  EXPECT_THAT(bodies(), ElementsAre("0", "1"));
  EXPECT_EQ(inbox->counts().at("zoom-a").accepted, 2U);
}

TEST_F(journal_failure, starts_on_a_full_disk_only_where_a_journal_is) {
  open();
  store_many(1);
  close();
  faults.disk_full = true;
  open();
  EXPECT_TRUE(store("lost").has_error());
  faults.disk_full = false;
  EXPECT_TRUE(store("1").has_value());
}

TEST_F(journal_failure, never_writes_a_segment_again_whose_sync_failed) {
  open();
  store_many(2);
  faults.failing_syncs = 1;
  const auto failed = store("uncertain", 3);
  ASSERT_TRUE(failed.has_error());
  EXPECT_TRUE(failed.error().is(errc::io));
  EXPECT_THAT(bodies(), ElementsAre("0", "1"));
  // The number of the body that failed is given again: nobody got a receipt with it.
  EXPECT_EQ(store("2").value().sequence, 3U);
  EXPECT_TRUE(std::filesystem::exists(segment_file(2)));
  EXPECT_THAT(bodies(), ElementsAre("0", "1", "2"));
  open();
  EXPECT_THAT(bodies(), ElementsAre("0", "1", "2"));
  EXPECT_EQ(inbox->counts().at("zoom-a").accepted, 3U);
  EXPECT_EQ(inbox->counts().at("zoom-a").depth, 3U);
}

TEST_F(journal_failure, leaves_a_fresh_segment_whose_first_sync_failed) {
  open();
  // Past half of its age the next segment is made ready after the commit; the second body comes when that is done.
  store_many(1);
  pass_time(opts.segment_age / 2);
  EXPECT_TRUE(store("1").has_value());
  EXPECT_TRUE(store("2").has_value());
  ASSERT_TRUE(std::filesystem::exists(segment_file(2)));
  end_segment();
  faults.failing_syncs = 1;
  EXPECT_TRUE(store("lost").has_error());
  EXPECT_TRUE(store("3").has_value());
  EXPECT_TRUE(std::filesystem::exists(segment_file(3)));
  open();
  EXPECT_THAT(bodies(), ElementsAre("0", "1", "2", "3"));
}

TEST_F(journal_failure, leaves_no_gap_in_the_numbers_when_retention_passes_a_segment_that_was_left) {
  open();
  store_many(1);
  pass_time(opts.segment_age / 2);
  EXPECT_TRUE(store("1").has_value());
  EXPECT_TRUE(store("2").has_value());
  end_segment();
  faults.failing_syncs = 1;
  EXPECT_TRUE(store("lost").has_error());
  EXPECT_TRUE(store("3").has_value());
  ASSERT_TRUE(inbox->advance(4, {{"zoom-a", 4}}).has_value());
  pass_time(opts.keep);
  while (inbox->retention().step(time.now()) == time.now()) continue;
  EXPECT_FALSE(std::filesystem::exists(segment_file(1)));
  EXPECT_FALSE(std::filesystem::exists(segment_file(2)));
  open();
  EXPECT_EQ(store("4").value().sequence, 5U);
}

TEST_F(journal_failure, finds_out_without_a_body_that_it_can_store_again) {
  open();
  store_many(1);
  faults.disk_full = true;
  EXPECT_TRUE(store("lost").has_error());
  pass_time(std::chrono::hours{1});
  EXPECT_TRUE(inbox->accepting().error().is(errc::full));
  faults.disk_full = false;
  wait_until_accepting();
  EXPECT_EQ(store("1").value().sequence, 2U);
  open();
  EXPECT_THAT(bodies(), ElementsAre("0", "1"));
}

TEST_F(journal_failure, makes_the_next_segment_ready_without_a_body_after_a_failed_sync) {
  open();
  store_many(1);
  faults.failing_syncs = 1;
  EXPECT_TRUE(store("uncertain").has_error());
  EXPECT_TRUE(inbox->accepting().error().is(errc::io));
  wait_until_accepting();
  EXPECT_TRUE(std::filesystem::exists(segment_file(2)));
  EXPECT_EQ(store("1").value().sequence, 2U);
  open();
  EXPECT_THAT(bodies(), ElementsAre("0", "1"));
}

TEST_F(journal_failure, asks_a_disk_that_goes_on_failing_once_a_second) {
  open();
  store_many(1);
  faults.failing_syncs = 1000;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(store("lost").has_error());
  const int asked = faults.syncs;
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(store("lost").error().is(errc::io));
  EXPECT_EQ(faults.syncs, asked);
  pass_time(std::chrono::seconds{1});
  EXPECT_TRUE(store("lost").has_error());
  EXPECT_GT(faults.syncs, asked);
  faults.failing_syncs = 0;
  pass_time(std::chrono::seconds{1});
  EXPECT_EQ(store("1").value().sequence, 2U);
  EXPECT_FALSE(std::filesystem::exists(segment_file(3)));
}

}  // namespace
}  // namespace jembatan::journal

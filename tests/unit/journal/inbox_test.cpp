#include "journal/inbox.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace jembatan::journal {
namespace {

waiting of(std::size_t bytes) {
  return {{}, false, {}, bytes, [](result<receipt>) {}};
}

TEST(journal_inbox, takes_at_most_so_many_rows_and_bytes_but_one_at_least) {
  inbox box(1000);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(box.put(of(100)));
  EXPECT_EQ(box.take(2, 1000).bodies.size(), 2U);
  EXPECT_EQ(box.take(10, 250).bodies.size(), 2U);
  EXPECT_EQ(box.take(10, 1).bodies.size(), 1U);
}

TEST(journal_inbox, counts_what_was_taken_until_it_is_released) {
  inbox box(250);
  ASSERT_TRUE(box.put(of(200)));
  EXPECT_EQ(box.take(10, 1000).bodies.size(), 1U);
  EXPECT_FALSE(box.put(of(100)));
  box.release(200);
  EXPECT_TRUE(box.put(of(100)));
}

TEST(journal_inbox, gives_nothing_when_nothing_came_in_the_time_given) {
  inbox box(1000);
  const auto none = box.take(10, 1000, duration{1});
  EXPECT_TRUE(none.bodies.empty());
  EXPECT_FALSE(none.ended);
}

TEST(journal_inbox, refuses_after_it_was_closed_and_still_gives_what_it_has) {
  inbox box(1000);
  ASSERT_TRUE(box.put(of(10)));
  box.close();
  EXPECT_FALSE(box.put(of(10)));
  const auto last = box.take(10, 1000);
  EXPECT_EQ(last.bodies.size(), 1U);
  ASSERT_EQ(last.refusals.size(), 1U);
  EXPECT_TRUE(last.refusals.front().why.is(errc::cancelled));
  EXPECT_FALSE(last.ended);
  EXPECT_TRUE(box.take(10, 1000).ended);
}

TEST(journal_inbox, gathers_until_so_many_bodies_are_there) {
  inbox box(1000);
  std::thread sender([&] {
    for (int i = 0; i < 4; ++i) box.put(of(10));
  });
  box.gather(4, std::chrono::minutes{10});  // as long as the test may take, if nobody woke it
  EXPECT_EQ(box.take(10, 1000).bodies.size(), 4U);
  sender.join();
}

TEST(journal_inbox, gathers_no_longer_than_it_was_told) {
  inbox box(1000);
  ASSERT_TRUE(box.put(of(10)));
  box.gather(2, std::chrono::milliseconds{1});
  EXPECT_EQ(box.take(10, 1000).bodies.size(), 1U);
}

TEST(journal_inbox, gathers_nothing_once_it_is_closed_or_refuses) {
  inbox full(5);
  EXPECT_FALSE(full.put(of(10)));
  full.gather(2, std::chrono::minutes{10});
  inbox closed(1000);
  closed.close();
  closed.gather(2, std::chrono::minutes{10});
}

}  // namespace
}  // namespace jembatan::journal

#include "net/tally.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace jembatan::net {
namespace {

TEST(tally, refuses_beyond_its_limit) {
  tally t(2);
  EXPECT_TRUE(t.add());
  EXPECT_TRUE(t.add());
  EXPECT_FALSE(t.add());
  t.remove();
  EXPECT_TRUE(t.add());
}

TEST(tally, tells_as_many_to_go_as_make_an_eighth_of_the_places_free) {
  tally t(16);
  for (int i = 0; i < 14; ++i) ASSERT_TRUE(t.add());
  EXPECT_FALSE(t.tell_one_to_go());
  ASSERT_TRUE(t.add());
  ASSERT_TRUE(t.add());
  EXPECT_TRUE(t.tell_one_to_go());
  EXPECT_TRUE(t.tell_one_to_go());
  EXPECT_FALSE(t.tell_one_to_go());
  t.remove(true);
  EXPECT_FALSE(t.tell_one_to_go());
  ASSERT_TRUE(t.add());
  EXPECT_TRUE(t.tell_one_to_go());
}

TEST(place, is_given_back_when_it_ends_and_only_then) {
  const auto t = std::make_shared<tally>(1);
  {
    auto one = place::take(t);
    ASSERT_TRUE(one);
    const place moved(std::move(*one));
    EXPECT_FALSE(place::take(t));
  }
  EXPECT_EQ(t->count(), 0U);
  EXPECT_TRUE(place::take(t));
}

TEST(tally, says_how_many_are_left_at_the_deadline) {
  tally t(2);
  ASSERT_TRUE(t.add());
  EXPECT_EQ(t.wait_for_none(std::chrono::steady_clock::now()), 1U);
}

TEST(tally, wakes_who_waits_when_the_last_one_ends) {
  tally t(2);
  ASSERT_TRUE(t.add());
  std::thread other([&] { t.remove(); });
  EXPECT_EQ(t.wait_for_none(std::chrono::steady_clock::now() + std::chrono::seconds{30}), 0U);
  other.join();
}

}  // namespace
}  // namespace jembatan::net

#include "net/budget.hpp"

#include <gtest/gtest.h>

namespace jembatan::net {
namespace {

TEST(budget, refuses_what_would_exceed_it_and_keeps_the_rest) {
  budget b(100);
  EXPECT_TRUE(b.take(60));
  EXPECT_FALSE(b.take(41));
  EXPECT_EQ(b.used(), 60U);
  EXPECT_TRUE(b.take(40));
}

TEST(budget, has_everything_back_when_a_share_ends) {
  budget b(100);
  {
    budget_share share(b);
    EXPECT_TRUE(share.grow(30));
    EXPECT_TRUE(share.grow(70));
    EXPECT_FALSE(share.grow(1));
  }
  EXPECT_EQ(b.used(), 0U);
}

TEST(budget, counts_memory_that_is_asked_about_again_once) {
  budget b(100);
  budget_share share(b);
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(share.reach(90));
  EXPECT_EQ(b.used(), 90U);
  EXPECT_TRUE(share.reach(20));
  EXPECT_FALSE(share.reach(101));
  EXPECT_EQ(b.used(), 90U);
}

}  // namespace
}  // namespace jembatan::net

#include "delivery/backoff.hpp"

#include <gtest/gtest.h>

namespace jembatan::delivery {
namespace {

using namespace std::chrono_literals;

TEST(backoff, doubles_its_longest_wait_until_the_cap) {
  seeded_random random(1);
  for (const auto& [failures, most] : {std::pair{1, 30'000ms}, {2, 60'000ms}, {3, 120'000ms}, {30, 600'000ms}}) {
    auto longest = 0ms;
    for (int i = 0; i < 2000; ++i) longest = std::max(longest, backoff(random, 30s, 10min, failures));
    EXPECT_LE(longest, most);
    EXPECT_GT(longest, most * 9 / 10) << "full jitter reaches the whole range";
  }
}

TEST(breaker, opens_after_so_many_failures_in_a_row_only) {
  seeded_random random(1);
  breaker b(random, 30s, 6h, 3);
  const auto now = from_unix_ms(1'000'000);
  EXPECT_FALSE(b.failed(now));
  EXPECT_FALSE(b.failed(now));
  b.succeeded();
  EXPECT_FALSE(b.failed(now));
  EXPECT_FALSE(b.failed(now));
  EXPECT_TRUE(b.failed(now));
  EXPECT_TRUE(b.open(now));
  EXPECT_GE(b.open_until(), now + 15s);
  EXPECT_FALSE(b.open(b.open_until()));
}

TEST(breaker, does_not_stay_open_for_the_length_of_a_step_back) {
  seeded_random random(1);
  breaker b(random, 30s, 6h, 1);
  const auto now = from_unix_ms(10'000'000);
  EXPECT_TRUE(b.failed(now));
  EXPECT_TRUE(b.open(now));
  EXPECT_FALSE(b.open(now - 1h));
}

}  // namespace
}  // namespace jembatan::delivery

#include "sim/story.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace jembatan::sim {
namespace {

TEST(story, is_told_the_same_way_again_and_another_way_for_another_seed) {
  const auto one = tell(7), again = tell(7), other = tell(8);
  ASSERT_EQ(one.offers.size(), again.offers.size());
  for (std::size_t i = 0; i < one.offers.size(); ++i) {
    EXPECT_EQ(one.offers[i].body, again.offers[i].body);
    EXPECT_EQ(one.offers[i].at, again.offers[i].at);
  }
  EXPECT_NE(one.offers.front().body, other.offers.front().body);
}

TEST(story, offers_in_the_order_of_time_duplicates_and_late_ones_among_them) {
  std::size_t twice = 0;
  bool late = false;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto s = tell(seed);
    EXPECT_TRUE(
        std::is_sorted(s.offers.begin(), s.offers.end(), [](const offer& a, const offer& b) { return a.at < b.at; }));
    std::set<std::string> bodies;
    for (const auto& o : s.offers) twice += bodies.insert(o.body).second ? 0 : 1;
    late = late || s.offers.back().at - s.offers.front().at > std::chrono::days{6};
  }
  EXPECT_GT(twice, 50U);
  EXPECT_TRUE(late);
}

TEST(story, changes_the_registers_in_some_histories) {
  int changed = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto s = tell(seed);
    changed += s.changes.empty() ? 0 : 1;
    for (const auto& c : s.changes) EXPECT_LT(c.version, s.versions.size());
  }
  EXPECT_GT(changed, 20);
  EXPECT_LT(changed, 50);
}

}  // namespace
}  // namespace jembatan::sim

#include "app/balance.hpp"

#include <gtest/gtest.h>

namespace jembatan::app {
namespace {

const ledger::class_counts inside{
    .ingested = 9, .recorded = 3, .held = 2, .ignored = 1, .unmapped = 1, .duplicate = 1, .dead = 0, .evaluating = 1};
const journal::source_counts door{.accepted = 12, .depth = 2, .published = 10};

source_balance one(const ledger::class_counts& i, const journal::source_counts& d, bool drained = false) {
  return balance({{"zoom", i}}, {{"zoom", d}}, drained).at("zoom");
}

TEST(balance, holds_while_every_event_is_accounted_for) {
  const auto b = one(inside, door);
  EXPECT_TRUE(b.balanced);
  EXPECT_EQ(b.in_flight, 2 + 1 + 1U);
}

TEST(balance, breaks_when_any_single_term_is_off_by_one) {
  for (auto term : {&ledger::class_counts::ingested, &ledger::class_counts::recorded, &ledger::class_counts::held,
                    &ledger::class_counts::ignored, &ledger::class_counts::unmapped, &ledger::class_counts::duplicate,
                    &ledger::class_counts::dead, &ledger::class_counts::evaluating}) {
    auto corrupted = inside;
    corrupted.*term += 1;
    EXPECT_FALSE(one(corrupted, door).balanced);
  }
  for (auto term :
       {&journal::source_counts::accepted, &journal::source_counts::depth, &journal::source_counts::published}) {
    auto corrupted = door;
    corrupted.*term += 1;
    EXPECT_FALSE(one(inside, corrupted).balanced);
  }
}

TEST(balance, breaks_when_more_was_ingested_than_published) {
  auto ahead = inside;
  ahead.ingested = 11;
  ahead.recorded = 5;
  EXPECT_FALSE(one(ahead, door).balanced);
}

TEST(balance, breaks_when_the_log_is_drained_and_something_never_arrived) {
  EXPECT_TRUE(one(inside, door, false).balanced);
  EXPECT_FALSE(one(inside, door, true).balanced);
}

TEST(balance, knows_a_source_that_only_one_side_knows) {
  const auto all = balance({}, {{"zoom", {.accepted = 1, .depth = 1, .published = 0}}}, true);
  EXPECT_TRUE(all.at("zoom").balanced);
  EXPECT_EQ(all.at("zoom").in_flight, 1U);
  EXPECT_TRUE(all_balanced(all));
  EXPECT_FALSE(all_balanced(balance({{"lost", {.ingested = 1}}}, {}, false)));
}

}  // namespace
}  // namespace jembatan::app

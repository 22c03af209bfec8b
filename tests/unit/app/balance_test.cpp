#include "app/balance.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

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

TEST(balance, holds_while_ingest_is_ahead_of_a_cursor_that_has_not_moved) {
  auto ahead = inside;
  ahead.ingested = 11;
  ahead.recorded = 5;
  for (const bool drained : {false, true}) {
    const auto b = one(ahead, door, drained);
    EXPECT_TRUE(b.balanced);
    EXPECT_EQ(b.in_flight, 1 + 1U);  // what was ingested is no longer under way, wherever the cursor stands
  }
}

TEST(balance, breaks_when_more_was_ingested_than_accepted) {
  auto ahead = inside;
  ahead.ingested = 13;
  ahead.recorded = 7;
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

// A service at work: each reading of the ledger and of the door takes the next of these, the last one again and again.
class working_service {
 public:
  std::vector<ledger_reading> inside;
  std::vector<journal::source_counts> doors;
  int pauses = 0;

  result<balances> read() {
    return read_balance([this]() -> result<ledger_reading> { return next(inside, inside_at_); },
                        [this] {
                          return door_counts{{"zoom", next(doors, door_at_)}};
                        },
                        [this] { ++pauses; });
  }

 private:
  template <class T>
  static T next(const std::vector<T>& all, std::size_t& at) {
    return all[std::min(at++, all.size() - 1)];
  }
  std::size_t inside_at_ = 0, door_at_ = 0;
};

const ledger_reading all_five{true, {{"zoom", {.ingested = 5, .recorded = 5}}}};

TEST(read_balance, ingest_that_is_ahead_of_the_cursor_is_no_alarm) {
  working_service s;
  s.inside = {all_five};
  s.doors = {{5, 2, 3}};  // appended and ingested, then the process was killed
  EXPECT_TRUE(all_balanced(s.read().value()));
  EXPECT_EQ(s.pauses, 0);
}

TEST(read_balance, what_is_published_while_it_reads_is_no_alarm) {
  working_service s;
  s.inside = {all_five};
  s.doors = {{5, 0, 5}, {8, 0, 8}};  // drained was true of the first five only
  EXPECT_TRUE(all_balanced(s.read().value()));
  EXPECT_EQ(s.pauses, 0);
}

TEST(read_balance, what_is_lost_stays_lost_however_often_it_reads) {
  working_service s;
  s.inside = {all_five};
  s.doors = {{6, 0, 6}};
  EXPECT_FALSE(all_balanced(s.read().value()));
  EXPECT_EQ(s.pauses, 9);
}

TEST(read_balance, a_ledger_that_cannot_be_read_is_a_failure) {
  const auto got = read_balance(
      []() -> result<ledger_reading> {
        return error{errc::io, "ledger"};
      },
      [] { return door_counts{}; }, [] {});
  EXPECT_TRUE(got.error().is(errc::io));
}

}  // namespace
}  // namespace jembatan::app

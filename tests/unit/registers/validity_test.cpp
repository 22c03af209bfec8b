#include "registers/validity.hpp"

#include <gmock/gmock.h>

namespace {

using jembatan::parse_date;
using jembatan::registers::claim;
using jembatan::registers::clashes;
using jembatan::registers::problem_list;
using jembatan::registers::read_validity;
using ::testing::IsEmpty;
using ::testing::SizeIs;

claim on(const char* key, const char* from, const char* to, int line) {
  return {key, "", {parse_date(from), parse_date(to)}, line};
}

TEST(validity, is_open_where_a_cell_is_empty) {
  problem_list problems("f");
  const auto v = read_validity("", "2026-03-31", 2, problems);
  EXPECT_FALSE(v.from);
  EXPECT_EQ(v.to, parse_date("2026-03-31"));
  EXPECT_TRUE(problems.empty());
}

TEST(validity, refuses_days_that_do_not_exist_and_ends_before_the_beginning) {
  problem_list problems("f");
  read_validity("2026-02-29", "31-12-2026", 2, problems);
  read_validity("2026-03-02", "2026-03-01", 3, problems);
  const auto found = problems.take();
  ASSERT_THAT(found, SizeIs(3));
  EXPECT_EQ(found[0].path, "berlaku_dari");
  EXPECT_EQ(found[1].path, "berlaku_sampai");
  EXPECT_EQ(found[2].line, 3);
}

TEST(validity, may_last_one_day) {
  problem_list problems("f");
  read_validity("2026-03-02", "2026-03-02", 2, problems);
  EXPECT_TRUE(problems.empty());
}

TEST(clashes, are_none_between_periods_that_follow_each_other) {
  EXPECT_THAT(clashes({on("a", "2026-03-01", "", 2), on("a", "", "2026-02-28", 3)}), IsEmpty());
}

TEST(clashes, are_found_when_one_day_is_shared) {
  const auto found = clashes({on("a", "2026-02-28", "", 2), on("a", "", "2026-02-28", 3)});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].first.line, 3);
  EXPECT_EQ(found[0].second.line, 2);
}

TEST(clashes, are_found_behind_a_shorter_period_in_between) {
  const auto found = clashes(
      {on("a", "2026-01-01", "2026-12-31", 2), on("a", "2026-02-01", "2026-02-02", 3), on("a", "2026-06-01", "", 4)});
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[1].first.line, 2);
  EXPECT_EQ(found[1].second.line, 4);
}

TEST(clashes, are_never_between_two_keys) {
  EXPECT_THAT(clashes({on("a", "", "", 2), on("b", "", "", 3)}), IsEmpty());
}

}  // namespace

#include "base/time.hpp"

#include <gtest/gtest.h>

namespace jembatan {
namespace {

using namespace std::chrono_literals;

TEST(rfc3339, reads_zulu_fractions_and_offsets_as_the_same_instant) {
  const auto at = parse_rfc3339("2026-03-16T01:00:00Z");
  ASSERT_TRUE(at);
  EXPECT_EQ(parse_rfc3339("2026-03-16T08:00:00+07:00"), at);
  EXPECT_EQ(parse_rfc3339("2026-03-15T18:30:00-06:30"), at);
  EXPECT_EQ(parse_rfc3339("2026-03-16T01:00:00.5Z"), *at + 500ms);
  EXPECT_EQ(parse_rfc3339("2026-03-16T01:00:00.1239Z"), *at + 123ms);
}

TEST(rfc3339, refuses_days_and_times_that_do_not_exist) {
  for (const auto* wrong :
       {"2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-03-16T24:00:00Z", "2026-03-16T01:60:00Z",
        "2026-03-16T01:00:00", "2026-03-16T01:00Z", "2026-03-16", "", "2026-03-16T01:00:00Zx", "2026-03-16T01:00:00.Z"})
    EXPECT_FALSE(parse_rfc3339(wrong)) << wrong;
}

TEST(rfc3339, writes_what_it_reads) {
  EXPECT_EQ(format_rfc3339(*parse_rfc3339("2026-03-16T01:02:03.004Z")), "2026-03-16T01:02:03.004Z");
  EXPECT_EQ(format_rfc3339_short(*parse_rfc3339("2026-03-16T01:02:03Z")), "2026-03-16T01:02:03Z");
  EXPECT_EQ(format_rfc3339(*parse_rfc3339("1969-12-31T23:59:59.999Z")), "1969-12-31T23:59:59.999Z");
}

TEST(zones, are_fixed_offsets_without_daylight_saving) {
  EXPECT_EQ(zone_offset("Asia/Jakarta"), 7h);
  EXPECT_EQ(zone_offset("Asia/Pontianak"), 7h);
  EXPECT_EQ(zone_offset("Asia/Makassar"), 8h);
  EXPECT_EQ(zone_offset("Asia/Jayapura"), 9h);
  EXPECT_FALSE(zone_offset("Asia/Singapore"));
}

TEST(zones, a_day_ends_at_24_00_of_its_zone) {
  const auto day = *parse_date("2026-04-30");
  EXPECT_EQ(format_rfc3339(end_of_day(day, 7h)), "2026-04-30T17:00:00.000Z");
  EXPECT_EQ(format_rfc3339(start_of_day(day, 9h)), "2026-04-29T15:00:00.000Z");
  EXPECT_EQ(date_in_zone(*parse_rfc3339("2026-04-30T17:00:00Z"), 7h), *parse_date("2026-05-01"));
  EXPECT_EQ(date_in_zone(*parse_rfc3339("2026-04-30T16:59:59Z"), 7h), day);
}

}  // namespace
}  // namespace jembatan

#include "base/iso_duration.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jembatan {
namespace {

TEST(iso_duration, is_read_in_seconds) {
  EXPECT_EQ(parse_iso_duration("PT754S"), 754);
  EXPECT_EQ(parse_iso_duration("PT1H0M0S"), 3600);
  EXPECT_EQ(parse_iso_duration("PT0.5S"), 0.5);
  EXPECT_EQ(parse_iso_duration("P1W"), 7 * 86400);
  EXPECT_EQ(parse_iso_duration("P1Y2M3DT4H5M6.25S"), 365 * 86400.0 + 60 * 86400 + 3 * 86400 + 4 * 3600 + 5 * 60 + 6.25);
  EXPECT_EQ(parse_iso_duration("PT0S"), 0);
}

TEST(iso_duration, is_not_what_is_only_like_one) {
  for (const std::string wrong :
       {"",      "P",   "PT",   "PT2",    "T1S",    "1S",   "P1S",   "PT1D",  "PT1S2S", "PT1S1M", "PT-1S",
        "-PT1S", "PTS", "P1YT", "PT1e3S", "PTinfS", "PT.S", "P T1S", "PT1S ", "pt1s",   "PTT1S"})
    EXPECT_FALSE(parse_iso_duration(wrong)) << wrong;
}

}  // namespace
}  // namespace jembatan

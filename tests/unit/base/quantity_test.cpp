#include "base/quantity.hpp"

#include <gtest/gtest.h>

namespace jembatan {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST(quantity, a_duration_needs_a_whole_number_and_a_unit) {
  EXPECT_EQ(parse_duration("250ms"), duration{250});
  EXPECT_EQ(parse_duration("90m"), minutes{90});
  EXPECT_EQ(parse_duration("35d"), hours{35 * 24});
  EXPECT_EQ(parse_duration("0s"), duration{0});
  for (const auto* wrong : {"", "30", "s", "1.5h", "-1s", "1 s", "1S", "99999999999999y"})
    EXPECT_FALSE(parse_duration(wrong)) << wrong;
}

TEST(quantity, a_duration_is_written_in_its_largest_whole_unit) {
  EXPECT_EQ(format_duration(minutes{90}), "90m");
  EXPECT_EQ(format_duration(hours{48}), "2d");
  EXPECT_EQ(format_duration(duration{0}), "0s");
  EXPECT_EQ(parse_duration(format_duration(duration{61'001})), duration{61'001});
}

TEST(quantity, a_size_needs_a_binary_unit) {
  EXPECT_EQ(parse_size("16MiB"), byte_size{16 * MiB});
  EXPECT_EQ(format_size(byte_size{512 * MiB}), "512MiB");
  for (const auto* wrong : {"16", "16MB", "16 MiB", "1e3B"}) EXPECT_FALSE(parse_size(wrong)) << wrong;
}

TEST(quantity, a_percentage_lies_between_0_and_100) {
  EXPECT_EQ(parse_percent("80%"), 80);
  for (const auto* wrong : {"80", "101%", "-1%", "%", "8.5%"}) EXPECT_FALSE(parse_percent(wrong)) << wrong;
}

}  // namespace
}  // namespace jembatan

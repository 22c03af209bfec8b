#include "base/error.hpp"

#include <gtest/gtest.h>

#include <cerrno>

namespace jembatan {
namespace {

result<int> half(int n) {
  if (n % 2 != 0) return error{errc::invalid, std::to_string(n) + " is odd"};
  return n / 2;
}

result<int> quarter(int n) {
  JB_TRY(const int h, half(n));
  JB_TRY(const int q, half(h));
  return q;
}

TEST(error, says_what_is_wrong_and_its_kind) {
  const auto failed = half(3);
  ASSERT_TRUE(failed.has_error());
  EXPECT_EQ(failed.error().message(), "3 is odd: invalid");
  EXPECT_TRUE(failed.error().is(errc::invalid));
}

TEST(error, try_hands_the_first_failure_on) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().context, "3 is odd");
}

TEST(error, a_full_disk_is_told_apart_from_a_broken_one) {
  EXPECT_TRUE(errno_error(ENOSPC, "write").is(errc::full));
  EXPECT_TRUE(errno_error(EDQUOT, "write").is(errc::full));
  EXPECT_TRUE(errno_error(EIO, "write").is(errc::io));
}

}  // namespace
}  // namespace jembatan

#include "base/hex.hpp"

#include <gtest/gtest.h>

namespace jembatan {
namespace {

TEST(hex, writes_lower_case_and_reads_both) {
  EXPECT_EQ(to_hex(as_bytes("\x01\xfe")), "01fe");
  EXPECT_EQ(from_hex("01FE"), from_hex("01fe"));
}

TEST(hex, refuses_an_odd_length_or_a_strange_digit) {
  EXPECT_FALSE(from_hex("abc"));
  EXPECT_FALSE(from_hex("0g"));
  EXPECT_FALSE(digest_from_hex("00"));
}

// RFC 4648 section 10.
TEST(base64, agrees_with_the_vectors_of_the_rfc) {
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, text] : vectors) {
    EXPECT_EQ(to_base64(as_bytes(plain)), text);
    const auto back = from_base64(text);
    ASSERT_TRUE(back);
    EXPECT_EQ(std::string(back->begin(), back->end()), plain);
  }
}

TEST(base64, refuses_missing_padding_white_space_and_padding_in_the_middle) {
  EXPECT_FALSE(from_base64("Zg"));
  EXPECT_FALSE(from_base64("Zg=\n"));
  EXPECT_FALSE(from_base64("Zg==Zg=="));
  EXPECT_FALSE(from_base64("Z==="));
}

}  // namespace
}  // namespace jembatan

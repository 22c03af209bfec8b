#include "config/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using jembatan::config::first_bad_byte;
using jembatan::config::line_at;
using jembatan::config::without_bom;

TEST(utf8, accepts_text_of_every_length_of_sequence) {
  EXPECT_FALSE(first_bad_byte("a\t\r\n \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x8E\x93"));
}

TEST(utf8, names_the_first_bad_byte) {
  EXPECT_EQ(first_bad_byte("ab\xFF"), 2u);
  EXPECT_EQ(first_bad_byte("\x80"), 0u);                  // continuation without a start
  EXPECT_EQ(first_bad_byte("\xC0\xAF"), 0u);              // overlong
  EXPECT_EQ(first_bad_byte("\xE0\x80\xAF"), 0u);          // overlong
  EXPECT_EQ(first_bad_byte("x\xED\xA0\x80"), 1u);         // surrogate
  EXPECT_EQ(first_bad_byte("\xF4\x90\x80\x80"), 0u);      // past U+10FFFF
  EXPECT_EQ(first_bad_byte("abc\xE2\x82"), 3u);           // cut short
  EXPECT_EQ(first_bad_byte(std::string("a\0b", 3)), 1u);  // control character
  EXPECT_EQ(first_bad_byte("\x1B[0m"), 0u);
  EXPECT_EQ(first_bad_byte("\x7F"), 0u);
}

TEST(utf8, counts_lines_from_one) {
  EXPECT_EQ(line_at("a\nb\nc", 0), 1);
  EXPECT_EQ(line_at("a\nb\nc", 4), 3);
  EXPECT_EQ(line_at("a\nb\nc", 400), 3);
}

TEST(utf8, drops_only_a_leading_byte_order_mark) {
  EXPECT_EQ(without_bom("\xEF\xBB\xBF"
                        "a"),
            "a");
  EXPECT_EQ(without_bom("a"), "a");
}

}  // namespace

#include "journal/checksum.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace jembatan::journal {
namespace {

std::uint32_t crc(std::string_view text) {
  checksum c;
  c.add(as_bytes(text));
  return c.value();
}

// RFC 3720 B.4 and the check value of the CRC catalogue.
TEST(checksum, agrees_with_published_values) {
  EXPECT_EQ(crc("123456789"), 0xe3069283U);
  EXPECT_EQ(crc(std::string(32, '\0')), 0x8a9136aaU);
  EXPECT_EQ(crc(std::string(32, '\xff')), 0x62a8ab43U);
  std::string ascending(32, '\0');
  std::iota(ascending.begin(), ascending.end(), '\0');
  EXPECT_EQ(crc(ascending), 0x46dd794eU);
}

TEST(checksum, does_not_depend_on_how_bytes_are_split) {
  const std::string text = "the quick brown fox jumps over the lazy dog";
  for (std::size_t at = 0; at <= text.size(); ++at) {
    checksum c;
    c.add(as_bytes(std::string_view(text).substr(0, at)));
    c.add(as_bytes(std::string_view(text).substr(at)));
    EXPECT_EQ(c.value(), crc(text)) << at;
  }
}

TEST(checksum, is_the_same_with_and_without_the_processors_instruction) {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    checksum tables;
    tables.add_by_tables(as_bytes(text));
    ASSERT_EQ(tables.value(), crc(text)) << i;
    text += static_cast<char>(i * 37);
  }
}

}  // namespace
}  // namespace jembatan::journal

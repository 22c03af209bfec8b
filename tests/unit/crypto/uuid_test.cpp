#include "crypto/uuid.hpp"

#include <gtest/gtest.h>

namespace jembatan::crypto {
namespace {

// RFC 9562 appendix A.4.
TEST(uuid_v5, is_that_of_the_standard) {
  const uuid_bytes dns{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
  EXPECT_EQ(uuid_v5(dns, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST(is_uuid, takes_either_case_and_nothing_else) {
  EXPECT_TRUE(is_uuid("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
  EXPECT_TRUE(is_uuid("2ED6657D-E927-568B-95E1-2665A8AEA6A2"));
  for (const auto* wrong : {"", "2ed6657d-e927-568b-95e1-2665a8aea6a", "2ed6657d-e927-568b-95e1-2665a8aea6a22",
                            "2ed6657de927568b95e12665a8aea6a2", "2ed6657d-e927-568b-95e1-2665a8aea6ag",
                            "{ed6657d-e927-568b-95e1-2665a8aea6a}", "2ed6657d_e927-568b-95e1-2665a8aea6a2"})
    EXPECT_FALSE(is_uuid(wrong)) << wrong;
}

}  // namespace
}  // namespace jembatan::crypto

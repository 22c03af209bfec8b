#include <gtest/gtest.h>

#include <thread>

#include "crypto/hmac.hpp"
#include "crypto/sha256.hpp"

namespace jembatan::crypto {
namespace {

// FIPS 180-4, the one-block example message.
TEST(sha256, agrees_with_the_standards_example) {
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(sha256, framed_pieces_do_not_run_into_each_other) {
  const auto hash = [](std::string_view a, std::string_view b) {
    sha256_hasher h;
    h.update_framed(a);
    h.update_framed(b);
    return h.finish();
  };
  EXPECT_NE(hash("ab", "c"), hash("a", "bc"));
  EXPECT_EQ(hash("ab", "c"), hash("ab", "c"));
}

// RFC 4231 test case 2.
TEST(hmac_sha256, agrees_with_rfc_4231_however_the_message_is_cut) {
  const hmac_sha256 mac("Jefe");
  const auto* expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  EXPECT_EQ(to_hex(mac.sign({"what do ya want for nothing?"})), expected);
  EXPECT_EQ(to_hex(mac.sign({"what do ya", "", " want for nothing?"})), expected);
}

// RFC 4231 test case 6: a key that is longer than a block is hashed first.
TEST(hmac_sha256, agrees_with_rfc_4231_for_a_long_key) {
  const hmac_sha256 mac(std::string(131, '\xaa'));
  EXPECT_EQ(to_hex(mac.sign({"Test Using Larger Than Block-Size Key - Hash Key First"})),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(hmac_sha256, one_key_serves_several_threads_at_once) {
  const hmac_sha256 mac("key");
  const auto expected = mac.sign({"body"});
  std::vector<std::thread> threads;
  std::array<bool, 4> good{};
  for (std::size_t i = 0; i < good.size(); ++i)
    threads.emplace_back([&, i] {
      good[i] = true;
      for (int n = 0; n < 200; ++n) good[i] = good[i] && mac.sign({"body"}) == expected;
    });
  for (auto& t : threads) t.join();
  for (const bool g : good) EXPECT_TRUE(g);
}

TEST(equal_in_constant_time, compares_content_and_length) {
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
}

}  // namespace
}  // namespace jembatan::crypto

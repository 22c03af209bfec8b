#include "xapi/verify.hpp"

#include <gtest/gtest.h>

namespace jembatan::xapi {
namespace {

settings known(const std::string& file) {
  options o;
  o.credentials = {"file", file};
  return settings(o);
}

std::string basic(const std::string& user_and_password) {
  return "Basic " + to_base64(as_bytes(user_and_password));
}

TEST(verify, knows_every_line_of_the_file) {
  const auto s = known("moodle:satu\r\n\nmoodle:dua:tiga\nlain:x");
  for (const auto* good : {"moodle:satu", "moodle:dua:tiga", "lain:x"})
    EXPECT_EQ(verify(basic(good), s), verdict::accepted) << good;
}

TEST(verify, tells_a_wrong_password_from_none) {
  const auto s = known("moodle:satu");
  for (const auto* wrong : {"moodle:satu ", "moodle:", "moodle", "Moodle:satu", "", ":satu"})
    EXPECT_EQ(verify(basic(wrong), s), verdict::mismatch) << wrong;
  EXPECT_EQ(verify("Basic !!!!", s), verdict::mismatch);
  EXPECT_EQ(verify("Basic ", s), verdict::mismatch);
  for (const auto* other : {"", "Basic", "Bearer bW9vZGxlOnNhdHU=", "bW9vZGxlOnNhdHU="})
    EXPECT_EQ(verify(other, s), verdict::no_credentials) << other;
  EXPECT_EQ(verify(std::nullopt, s), verdict::no_credentials);
}

TEST(verify, takes_the_scheme_in_any_case) {
  const auto s = known("moodle:satu");
  EXPECT_EQ(verify("basic bW9vZGxlOnNhdHU=", s), verdict::accepted);
  EXPECT_EQ(verify("BASIC  bW9vZGxlOnNhdHU=", s), verdict::accepted);
}

}  // namespace
}  // namespace jembatan::xapi

#include "zoom/verify.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace jembatan::zoom {
namespace {

constexpr std::string_view body = R"({"event":"meeting.started","payload":{"object":{"uuid":"o"}},"event_ts":1})";
const time_point sent = from_unix_ms(1'773'622'800'000);

settings with_secrets(std::vector<std::string> secrets) {
  options o;
  for (auto& s : secrets) o.secrets.push_back({"file", std::move(s)});
  return settings(o);
}

std::string signature(std::string_view secret, std::string_view timestamp, std::string_view over) {
  return "v0=" + to_hex(crypto::hmac_sha256(secret).sign({"v0:", timestamp, ":", over}));
}

class verify_test : public testing::Test {
 protected:
  std::variant<accepted, handshake, refusal> check(std::string_view what = body, duration later = {}) {
    return verify({signature_, timestamp_, what}, settings_, sent + later);
  }
  void expect_refused(refusal why, std::string_view what = body, duration later = {}) {
    const auto verdict = check(what, later);
    ASSERT_TRUE(std::holds_alternative<refusal>(verdict));
    EXPECT_EQ(std::get<refusal>(verdict), why);
  }

  settings settings_ = with_secrets({"new secret", "old secret"});
  std::string timestamp_ = "1773622800";
  std::string signature_ = signature("new secret", timestamp_, body);
};

TEST_F(verify_test, accepts_a_body_signed_with_either_secret) {
  EXPECT_TRUE(std::holds_alternative<accepted>(check()));
  signature_ = signature("old secret", timestamp_, body);
  EXPECT_TRUE(std::holds_alternative<accepted>(check()));
}

TEST_F(verify_test, refuses_another_secret_and_another_body) {
  expect_refused(refusal::mismatch, std::string(body) + " ");
  signature_ = signature("no secret", timestamp_, body);
  expect_refused(refusal::mismatch);
}

TEST_F(verify_test, refuses_a_time_stamp_that_was_not_signed) {
  timestamp_ = "1773622801";
  expect_refused(refusal::mismatch);
}

TEST_F(verify_test, judges_freshness_either_way) {
  EXPECT_TRUE(std::holds_alternative<accepted>(check(body, std::chrono::seconds{300})));
  EXPECT_TRUE(std::holds_alternative<accepted>(check(body, -std::chrono::seconds{300})));
  expect_refused(refusal::stale, body, std::chrono::milliseconds{300'001});
  expect_refused(refusal::stale, body, -std::chrono::milliseconds{300'001});
}

TEST_F(verify_test, tells_the_skew_of_the_clocks) {
  const auto verdict = check(body, -std::chrono::milliseconds{1200});
  EXPECT_EQ(std::get<accepted>(verdict).skew, duration{-1200});
}

TEST_F(verify_test, tells_scanners_from_forgers) {
  EXPECT_EQ(std::get<refusal>(verify({{}, "1773622800", body}, settings_, sent)), refusal::unsigned_request);
  EXPECT_EQ(std::get<refusal>(verify({signature_, {}, body}, settings_, sent)), refusal::malformed);
}

TEST_F(verify_test, refuses_signatures_and_stamps_of_another_shape) {
  const auto good = signature_;
  for (const auto& bad : {std::string(), good.substr(3), "v1=" + good.substr(3), good.substr(0, 66), good + "0",
                          good + "00", "v0=" + std::string(64, 'g')}) {
    signature_ = bad;
    expect_refused(refusal::malformed);
  }
  signature_ = good;
  for (const auto* bad : {"", "-1", "+1773622800", "1773622800 ", "1773622800.5", "999999999999999999999", "x"}) {
    timestamp_ = bad;
    expect_refused(refusal::malformed);
  }
}

TEST_F(verify_test, answers_a_signed_challenge_with_the_secret_that_signed_it) {
  const std::string challenge = R"({"event":"endpoint.url_validation","event_ts":1,"payload":{"plainToken":"q\"1"}})";
  signature_ = signature("old secret", timestamp_, challenge);
  const auto verdict = check(challenge);
  ASSERT_TRUE(std::holds_alternative<handshake>(verdict));
  EXPECT_EQ(std::get<handshake>(verdict).body, R"({"plainToken":"q\"1","encryptedToken":")" +
                                                   to_hex(crypto::hmac_sha256("old secret").sign({"q\"1"})) + "\"}");
}

TEST_F(verify_test, answers_no_challenge_that_is_unsigned_or_wrongly_signed) {
  const std::string challenge = R"({"event":"endpoint.url_validation","payload":{"plainToken":"q"}})";
  expect_refused(refusal::mismatch, challenge);
}

TEST_F(verify_test, accepts_a_signed_body_that_is_no_json) {
  signature_ = signature("new secret", timestamp_, "no json");
  const auto verdict = check("no json");
  ASSERT_TRUE(std::holds_alternative<accepted>(verdict));
  EXPECT_FALSE(std::get<accepted>(verdict).what);
}

}  // namespace
}  // namespace jembatan::zoom

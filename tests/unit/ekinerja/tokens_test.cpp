#include "ekinerja/tokens.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "ekinerja/jwt.hpp"
#include "ekinerja/person_cache.hpp"
#include "samples.hpp"

namespace jembatan::ekinerja {
namespace {

using namespace std::chrono_literals;
using kind = delivery::setback::kind;
using testing::scripted_client;

std::string jwt(const std::string& claims) {
  auto part = to_base64(as_bytes(claims));
  for (auto& c : part) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (part.ends_with('=')) part.pop_back();
  return "e30." + part + ".sig";
}

TEST(sso_token, shows_its_expiry) {
  EXPECT_EQ(expiry_of(jwt(R"({"exp":1800000000})")), from_unix_ms(1'800'000'000'000));
  EXPECT_EQ(expiry_of(jwt(R"({"exp":1800000000.5,"x":"??>>"})")), from_unix_ms(1'800'000'000'000));
}

TEST(sso_token, without_a_readable_expiry_has_none) {
  for (const auto& token :
       {std::string("opaque"), std::string("a.b"), std::string("a.!!.c"), jwt("{}"), jwt("[]"),
        jwt(R"({"exp":"soon"})"), jwt(R"({"exp":1e300})"), jwt(R"({"exp":-1})"), jwt("{"), std::string(20'000, '.')})
    EXPECT_FALSE(expiry_of(token)) << token.substr(0, 40);
}

TEST(sso_token, is_usable_until_its_expiry) {
  std::string file = jwt(R"({"exp":1800000000})");
  const secret_readers secrets{{}, [&] { return result<std::string>(file); }};
  const auto expiry = from_unix_ms(1'800'000'000'000);
  EXPECT_TRUE(usable_sso(secrets, expiry - 1ms).has_value());
  EXPECT_EQ(usable_sso(secrets, expiry).error().code, "sso_expired");
  EXPECT_EQ(usable_sso(secrets, expiry).error().what, kind::locked_out);
  file = "two\r\nlines";
  EXPECT_EQ(usable_sso(secrets, expiry).error().code, "sso_missing") << "would break out of its header";
}

TEST(sso_token, that_cannot_be_read_locks_the_target_out) {
  const secret_readers secrets{{}, [] { return result<std::string>(error{errc::not_found, "sso"}); }};
  EXPECT_EQ(usable_sso(secrets, {}).error().code, "sso_missing");
}

class apim_token : public ::testing::Test {
 protected:
  manual_clock clock{from_unix_ms(1'800'000'000'000)};
  scripted_client client;
  apim_tokens tokens{client, clock, [] { return result<std::string>("key:secret"); },
                     "https://apim.example/oauth2/token", 30s};
};

TEST_F(apim_token, is_fetched_with_the_client_credentials) {
  client.token("T1");
  EXPECT_EQ(*tokens.current(), "T1");
  EXPECT_EQ(client.sent[0].method, "POST");
  EXPECT_EQ(client.sent[0].body, "grant_type=client_credentials");
  EXPECT_EQ(client.header(0, "Authorization"), "Basic a2V5OnNlY3JldA==");
}

TEST_F(apim_token, is_kept_until_shortly_before_its_end) {
  client.token("T1", 3600);
  client.token("T2", 3600);
  EXPECT_EQ(*tokens.current(), "T1");
  clock.advance(3539s);
  EXPECT_EQ(*tokens.current(), "T1");
  clock.advance(1s);
  EXPECT_EQ(*tokens.current(), "T2");
}

TEST_F(apim_token, is_fetched_anew_after_a_refusal) {
  client.token("T1");
  client.token("T2");
  EXPECT_EQ(*tokens.current(), "T1");
  tokens.refused();
  EXPECT_EQ(*tokens.current(), "T2");
}

TEST_F(apim_token, that_is_not_to_be_had_postpones_and_never_locks_out) {
  client.answer(401, R"({"error":"invalid_client"})");
  EXPECT_EQ(tokens.current().error().what, kind::postponed);
  client.answer(200, "<html>", "text/html");
  EXPECT_EQ(tokens.current().error().code, "apim_token_unavailable");
  client.answer(200, R"({"access_token":"with space"})");
  EXPECT_EQ(tokens.current().error().code, "apim_token_unavailable");
  EXPECT_EQ(tokens.current().error().code, "apim_token_unreachable");
}

TEST(person_cache, forgets_after_its_lifetime_and_keeps_its_bound) {
  person_cache cache(1h, 2);
  const auto now = from_unix_ms(0);
  cache.keep("1", "a", now);
  EXPECT_EQ(cache.find("1", now + 59min), "a");
  EXPECT_FALSE(cache.find("1", now + 1h));
  cache.keep("2", "b", now + 30min);
  cache.keep("3", "c", now + 1h);
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_TRUE(cache.find("2", now + 1h)) << "only what was expired had to go";
  cache.keep("4", "d", now + 1h);
  EXPECT_EQ(cache.size(), 1U);
}

}  // namespace
}  // namespace jembatan::ekinerja

#include "zoom/receiver.hpp"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "../journal_double.hpp"
#include "base/hex.hpp"
#include "zoom/identity.hpp"

namespace jembatan::zoom {
namespace {

using testing::HasSubstr;
using testing::Not;

std::map<std::string, options> sources(const std::string& secret, const std::string& on_bad = "503") {
  options o;
  o.secrets.push_back({"file", secret});
  o.on_bad_signature = on_bad;
  o.body_limit = byte_size{1000};
  return {{"zoom-bpsdm", o}};
}

class receiver_test : public testing::Test {
 protected:
  receiver_test() { receiver_.mount(router_); }

  static std::string sign(std::string_view secret, std::string_view body) {
    return "v0=" + to_hex(crypto::hmac_sha256(secret).sign({"v0:", stamp, ":", body}));
  }

  // As the session does it: the route, its admission, then the handler on a reactor.
  http::response post(const std::string& body, std::optional<std::string> signature,
                      std::string_view source = "zoom-bpsdm") {
    const auto path = "/v1/zoom/" + std::string(source);
    http::request r;
    r.method = http::verb::post;
    r.path = path;
    r.body = body;
    r.peer = {.address = "203.0.113.9", .tls = "TLSv1.3", .uid = {}};
    r.fields = {{"content-type", "application/json; charset=utf-8"}, {"x-zm-request-timestamp", stamp}};
    if (signature) r.fields.push_back({"x-zm-signature", *signature});
    auto found = router_.find(r, {.length = body.size(), .chunked = false});
    if (auto* refused = std::get_if<http::response>(&found)) return *refused;
    const auto* route = std::get<const http::route*>(found);
    if (auto refused = route->options.admit(r)) return *refused;
    http::response answer;
    boost::asio::co_spawn(context_.get_executor(), route->run(r), [&](const std::exception_ptr& e, http::response a) {
      if (e) std::rethrow_exception(e);
      answer = std::move(a);
    });
    context_.restart();
    context_.run();
    return answer;
  }
  bool metric_shows(const std::string& line) const { return registry_.text().find(line) != std::string::npos; }

  static constexpr const char* stamp = "1773622800";
  const std::string body_ = R"({"event":"meeting.started","payload":{"object":{"uuid":"o"}},"event_ts":1})";
  metrics::registry registry_;
  manual_clock clock_{from_unix_ms(1'773'622'800'500)};
  boost::asio::io_context context_;  // outlives the journal's threads, as the reactors do
  journal_double journal_;
  receiver receiver_{sources("secret"), journal_, clock_, registry_};
  http::router router_;
};

TEST_F(receiver_test, stores_a_signed_body_and_answers_with_the_receipt) {
  const auto answer = post(body_, sign("secret", body_));
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.fields, "Jembatan-Receipt: jb1-edge-1-00112233445566ff-7\r\n");
  ASSERT_EQ(journal_.entries.size(), 1U);
  const auto& e = journal_.entries.front();
  EXPECT_EQ(e.source, "zoom-bpsdm");
  EXPECT_EQ(e.body, body_);
  EXPECT_EQ(e.peer, "203.0.113.9");
  EXPECT_EQ(e.tls, "TLSv1.3");
  EXPECT_EQ(e.received_at, clock_.now());
  EXPECT_THAT(e.identities, testing::ElementsAre(identity("zoom-bpsdm", body_)));
  EXPECT_FALSE(journal_.used_reserve) << "Zoom sends again: the reserve is for senders that do not";
  EXPECT_TRUE(metric_shows("jembatan_source_requests_total{result=\"accepted\",source=\"zoom-bpsdm\"} 1"));
}

TEST_F(receiver_test, stores_a_signed_body_that_is_no_json) {
  EXPECT_EQ(post("{\"event\":", sign("secret", "{\"event\":")).status, 200U);
  EXPECT_EQ(journal_.entries.size(), 1U);
}

TEST_F(receiver_test, answers_401_without_signature_and_raises_no_alert) {
  EXPECT_EQ(post(body_, {}).status, 401U);
  EXPECT_TRUE(journal_.entries.empty());
  EXPECT_TRUE(metric_shows("jembatan_source_requests_total{result=\"unsigned\",source=\"zoom-bpsdm\"} 1"));
  EXPECT_TRUE(metric_shows("jembatan_source_requests_total{result=\"bad_signature\",source=\"zoom-bpsdm\"} 0"));
}

TEST_F(receiver_test, answers_503_to_a_wrong_signature_and_warns_once_a_minute) {
  testing::internal::CaptureStderr();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(post(body_, sign("wrong", body_)).status, 503U);
  const auto log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 1) << log;
  EXPECT_THAT(log, HasSubstr("mismatch"));
  clock_.advance(std::chrono::minutes{2});
  testing::internal::CaptureStderr();
  post(body_, sign("wrong", body_));
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("mismatch"));
  EXPECT_TRUE(journal_.entries.empty());
  EXPECT_TRUE(metric_shows("jembatan_source_bad_signatures_total{reason=\"mismatch\",source=\"zoom-bpsdm\"} 4"));
}

TEST_F(receiver_test, answers_503_to_a_stale_signature) {
  clock_.advance(std::chrono::minutes{6});
  EXPECT_EQ(post(body_, sign("secret", body_)).status, 503U);
  EXPECT_TRUE(metric_shows("jembatan_source_bad_signatures_total{reason=\"stale\",source=\"zoom-bpsdm\"} 1"));
}

TEST_F(receiver_test, answers_a_challenge_and_stores_nothing) {
  const std::string challenge = R"({"event":"endpoint.url_validation","payload":{"plainToken":"q"}})";
  const auto answer = post(challenge, sign("secret", challenge));
  EXPECT_EQ(answer.status, 200U);
  EXPECT_THAT(answer.body, HasSubstr("\"encryptedToken\""));
  EXPECT_TRUE(journal_.entries.empty());
}

TEST_F(receiver_test, answers_503_when_the_journal_cannot_store) {
  journal_.failure = error(errc::io, "/var/lib/jembatan: disk is gone");
  const auto answer = post(body_, sign("secret", body_));
  EXPECT_EQ(answer.status, 503U);
  EXPECT_THAT(answer.fields, HasSubstr("Retry-After"));
  EXPECT_THAT(answer.body, Not(HasSubstr("/var/lib")));
  EXPECT_TRUE(metric_shows("jembatan_source_requests_total{result=\"not_stored\",source=\"zoom-bpsdm\"} 1"));
}

TEST_F(receiver_test, knows_only_its_sources) {
  EXPECT_EQ(post(body_, sign("secret", body_), "other").status, 404U);
}

TEST_F(receiver_test, refuses_a_body_over_the_limit) {
  const std::string longer(1001, 'x');
  EXPECT_EQ(post(longer, sign("secret", longer)).status, 413U);
}

TEST_F(receiver_test, takes_a_new_secret_and_policy_while_running) {
  receiver_.reload(sources("next", "401"));
  EXPECT_EQ(post(body_, sign("next", body_)).status, 200U);
  EXPECT_EQ(post(body_, sign("secret", body_)).status, 401U);
}

}  // namespace
}  // namespace jembatan::zoom

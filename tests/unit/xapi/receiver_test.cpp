#include "xapi/receiver.hpp"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "../journal_double.hpp"

namespace jembatan::xapi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using namespace std::chrono_literals;

constexpr const char* uuid = "fd41c918-b88b-4b20-a0a5-a4c32391aaa0";

std::map<std::string, options> sources(const std::string& credentials = "moodle:rahasia",
                                       const std::string& on_pressure = "wait") {
  options o;
  o.credentials = {"file", credentials};
  o.on_pressure = on_pressure;
  o.body_limit = byte_size{1000};
  o.batch_limit = 5;
  o.most_waiting = 1;
  return {{"moodle-bpsdm", o}};
}

class receiver_test : public testing::Test {
 protected:
  receiver_test() { receiver_.mount(router_); }

  struct sent {
    std::string path, authorization, body;
    http::request request;
    http::response answer{};
    bool answered = false;
  };

  // As the session does it: the route, its admission, then the handler on a reactor.
  void begin(sent& s, http::verb method = http::verb::post) {
    s.request.method = method;
    const auto question = s.path.find('?');
    s.request.path = std::string_view(s.path).substr(0, question);
    if (question != std::string::npos) s.request.query = std::string_view(s.path).substr(question + 1);
    s.request.body = s.body;
    s.request.peer = {.address = "10.1.2.3", .tls = "TLSv1.3", .uid = {}};
    s.request.fields = {{"content-type", "application/json"}};
    if (!s.authorization.empty()) s.request.fields.push_back({"authorization", s.authorization});
    auto found = router_.find(s.request, {.length = s.body.size(), .chunked = false});
    if (auto* refused = std::get_if<http::response>(&found)) return finish(s, *refused);
    const auto* route = std::get<const http::route*>(found);
    if (route->options.admit)
      if (auto refused = route->options.admit(s.request)) return finish(s, *refused);
    boost::asio::co_spawn(context_.get_executor(), route->run(s.request),
                          [&s](const std::exception_ptr& e, http::response a) {
                            if (e) std::rethrow_exception(e);
                            finish(s, std::move(a));
                          });
  }
  static void finish(sent& s, http::response a) {
    s.answer = std::move(a);
    s.answered = true;
  }
  http::response send(const std::string& body, const std::string& path = "/v1/xapi/moodle-bpsdm/statements",
                      http::verb method = http::verb::post, const std::string& as = "moodle:rahasia") {
    sent s{path, as.empty() ? "" : "Basic " + to_base64(as_bytes(as)), body, {}};
    begin(s, method);
    context_.restart();
    context_.run();
    EXPECT_TRUE(s.answered);
    return s.answer;
  }
  bool metric_shows(const std::string& line) const { return registry_.text().find(line) != std::string::npos; }
  std::string requests(const std::string& result) const {
    return "jembatan_source_requests_total{result=\"" + result + "\",source=\"moodle-bpsdm\"} ";
  }

  metrics::registry registry_;
  manual_clock clock_{from_unix_ms(1'773'025'800'500)};
  boost::asio::io_context context_;  // outlives the journal's threads, as the reactors do
  journal_double journal_;
  receiver receiver_{sources(), journal_, clock_, registry_};
  http::router router_;
};

TEST_F(receiver_test, stores_a_batch_and_answers_its_ids_with_the_receipt) {
  const auto body = std::string("[{\"id\":\"") + uuid + "\"}, 7]";
  const auto answer = send(body);
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.content_type, "application/json");
  EXPECT_THAT(answer.body, testing::StartsWith(std::string("[\"") + uuid + "\",\""));
  EXPECT_THAT(answer.fields, HasSubstr("Jembatan-Receipt: jb1-edge-1-00112233445566ff-7\r\n"));
  ASSERT_THAT(journal_.entries, SizeIs(1));
  const auto& e = journal_.entries.front();
  EXPECT_EQ(e.source, "moodle-bpsdm");
  EXPECT_EQ(e.body, body);
  EXPECT_EQ(e.peer, "10.1.2.3");
  EXPECT_EQ(e.tls, "TLSv1.3");
  EXPECT_EQ(e.received_at, clock_.now());
  EXPECT_THAT(e.identities, SizeIs(2));
  EXPECT_TRUE(journal_.used_reserve) << "Moodle does not send again by itself";
  EXPECT_TRUE(metric_shows(requests("accepted") + "1"));
}

TEST_F(receiver_test, answers_nothing_with_nothing_and_stores_nothing) {
  const auto answer = send(" [] ");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, "[]");
  EXPECT_TRUE(journal_.entries.empty());
  EXPECT_TRUE(metric_shows(requests("empty") + "1"));
}

TEST_F(receiver_test, stores_what_is_no_json_and_answers_200) {
  const auto answer = send("<html>");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, "[]");
  ASSERT_THAT(journal_.entries, SizeIs(1));
  EXPECT_THAT(journal_.entries.front().identities, SizeIs(1));
}

TEST_F(receiver_test, answers_204_to_a_put) {
  const auto path = std::string("/v1/xapi/moodle-bpsdm/statements?statementId=") + uuid;
  const auto answer = send("{}", path, http::verb::put);
  EXPECT_EQ(answer.status, 204U);
  EXPECT_TRUE(answer.body.empty());
  EXPECT_THAT(answer.fields, HasSubstr("Jembatan-Receipt"));
  EXPECT_THAT(journal_.entries.front().identities, ElementsAre(name_of("moodle-bpsdm", nullptr, "", uuid).identity));
}

TEST_F(receiver_test, tells_everybody_which_xapi_it_speaks) {
  const auto answer = send("", "/v1/xapi/moodle-bpsdm/about", http::verb::get, "");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, R"({"version":["1.0.3"]})");
  EXPECT_EQ(send("", "/v1/xapi/other/about", http::verb::get, "").status, 404U);
}

TEST_F(receiver_test, gives_the_version_with_refusals_that_come_before_it) {
  for (const auto& answer :
       {send("{}", "/v1/xapi/moodle-bpsdm/statements", http::verb::delete_), send(std::string(2000, 'x'))})
    EXPECT_THAT(answer.fields, HasSubstr("X-Experience-API-Version: 1.0.3\r\n")) << answer.status;
}

TEST_F(receiver_test, answers_401_to_a_wrong_password_and_warns_once_a_minute) {
  testing::internal::CaptureStderr();
  for (int i = 0; i < 3; ++i) {
    const auto answer = send("[]", "/v1/xapi/moodle-bpsdm/statements", http::verb::post, "moodle:salah");
    EXPECT_EQ(answer.status, 401U);
    EXPECT_THAT(answer.fields, HasSubstr("WWW-Authenticate: Basic "));
  }
  const auto log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 1) << log;
  EXPECT_THAT(log, Not(HasSubstr("salah")));
  EXPECT_TRUE(metric_shows(requests("bad_credentials") + "3"));
}

TEST_F(receiver_test, answers_401_without_a_password_and_warns_nobody) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(send("[]", "/v1/xapi/moodle-bpsdm/statements", http::verb::post, "").status, 401U);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_TRUE(metric_shows(requests("no_credentials") + "1"));
}

TEST_F(receiver_test, knows_only_its_sources) {
  EXPECT_EQ(send("[]", "/v1/xapi/other/statements").status, 404U);
}

TEST_F(receiver_test, refuses_and_counts_what_is_too_long) {
  EXPECT_EQ(send("[" + std::string(1000, ' ') + "]").status, 413U);
  EXPECT_EQ(send("[1,2,3,4,5,6]").status, 413U);
  EXPECT_TRUE(journal_.entries.empty());
  EXPECT_TRUE(metric_shows(requests("too_long") + "2"));
}

TEST_F(receiver_test, takes_new_credentials_while_running) {
  receiver_.reload(sources("moodle:baru"));
  EXPECT_EQ(send("[]").status, 401U);
  EXPECT_EQ(send("[]", "/v1/xapi/moodle-bpsdm/statements", http::verb::post, "moodle:baru").status, 200U);
}

TEST_F(receiver_test, holds_a_request_until_the_journal_can_store_again) {
  journal_.failures = {{errc::full, "queue"}, {errc::timeout, "slow"}, {errc::io, "disk"}};
  const auto answer = send("[1]");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_THAT(journal_.entries, SizeIs(4));
  EXPECT_EQ(journal_.entries.front().identities, journal_.entries.back().identities);
  EXPECT_EQ(journal_.entries.back().body, "[1]");
  EXPECT_TRUE(metric_shows("jembatan_source_waiting_requests{source=\"moodle-bpsdm\"} 0"));
}

TEST_F(receiver_test, holds_a_request_no_longer_than_it_may) {
  journal_.failure = error(errc::full, "/var/lib/jembatan");
  boost::asio::steady_timer later(context_, 20ms);
  later.async_wait([&](const auto&) { clock_.advance(61s); });
  const auto answer = send("[1]");
  EXPECT_EQ(answer.status, 503U);
  EXPECT_THAT(answer.fields, HasSubstr("Retry-After"));
  EXPECT_THAT(answer.body, Not(HasSubstr("/var/lib")));
  EXPECT_TRUE(metric_shows(requests("not_stored") + "1"));
}

TEST_F(receiver_test, holds_only_so_many_and_none_once_it_stops) {
  journal_.failure = error(errc::full, "queue");
  const auto as = "Basic " + to_base64(as_bytes("moodle:rahasia"));
  sent first{"/v1/xapi/moodle-bpsdm/statements", as, "[1]", {}}, second{first.path, as, "[2]", {}};
  begin(first);
  boost::asio::steady_timer later(context_, 20ms);
  later.async_wait([&](const auto&) {
    EXPECT_TRUE(metric_shows("jembatan_source_waiting_requests{source=\"moodle-bpsdm\"} 1"));
    begin(second);
  });
  boost::asio::steady_timer end(context_, 120ms);
  end.async_wait([&](const auto&) {
    EXPECT_TRUE(second.answered);
    EXPECT_FALSE(first.answered);
    receiver_.stop_waiting();
  });
  context_.run();
  EXPECT_EQ(first.answer.status, 503U);
  EXPECT_EQ(second.answer.status, 503U);
}

TEST_F(receiver_test, refuses_at_once_where_it_is_told_so) {
  receiver_.reload(sources("moodle:rahasia", "refuse"));
  journal_.failure = error(errc::full, "queue");
  EXPECT_EQ(send("[1]").status, 503U);
  EXPECT_THAT(journal_.entries, SizeIs(1));
}

TEST_F(receiver_test, does_not_wait_for_a_journal_that_is_shutting_down) {
  journal_.failure = error(errc::cancelled, "shutting down");
  EXPECT_EQ(send("[1]").status, 503U);
  EXPECT_THAT(journal_.entries, SizeIs(1));
}

}  // namespace
}  // namespace jembatan::xapi

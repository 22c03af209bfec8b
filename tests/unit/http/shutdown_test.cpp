#include <gmock/gmock.h>

#include "server_fixture.hpp"

namespace jembatan::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// Deadlines of a connection, draining, and the three addresses of the operator.
class shutdown_test : public server_fixture {};

TEST_F(shutdown_test, ends_a_connection_whose_header_does_not_come) {
  limits_.header_deadline = duration{60};
  auto c = connect();
  c.send("GET /about HTTP/1.1\r\n");
  EXPECT_EQ(c.rest(), "");
  EXPECT_TRUE(metric_shows("jembatan_net_deadlines_total{kind=\"header\"} 1"));
}

TEST_F(shutdown_test, ends_a_connection_whose_body_does_not_come) {
  limits_.body_deadline = duration{60};
  auto c = connect();
  c.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nand no more");
  EXPECT_EQ(c.rest(), "");
  EXPECT_TRUE(metric_shows("jembatan_net_deadlines_total{kind=\"body\"} 1"));
  EXPECT_TRUE(metric_shows("jembatan_net_bytes_in_flight 0"));
}

TEST_F(shutdown_test, ends_a_connection_whose_handshake_does_not_come) {
  limits_.handshake_deadline = duration{60};
  start();
  auto c = tests::test_client::tcp(address_);
  EXPECT_EQ(c.rest(), "");
  EXPECT_TRUE(metric_shows("jembatan_net_handshake_failures_total{reason=\"deadline\"} 1"));
}

TEST_F(shutdown_test, finishes_a_request_that_was_begun) {
  auto c = connect();
  auto idle = connect();
  ASSERT_THAT(idle.exchange(get("/about")), StartsWith("HTTP/1.1 200"));
  c.send(get("/held"));
  held_.get_future().wait();
  auto left = std::async(std::launch::async, [&] { return server_->drain(); });
  EXPECT_EQ(idle.rest(), "");
  release_();
  EXPECT_THAT(c.rest(), AllOf(EndsWith("late"), HasSubstr("Connection: close")));
  EXPECT_EQ(left.get(), 0U);
  EXPECT_FALSE(tests::test_client::tcp(address_).connected());
}

TEST_F(shutdown_test, cuts_what_does_not_end_in_time) {
  limits_.drain = duration{80};
  auto c = connect();
  c.send("GET /about HTTP/1.1\r\n");
  auto other = connect();
  ASSERT_THAT(other.exchange(get("/about")), StartsWith("HTTP/1.1 200"));
  auto third = connect();
  third.send(get("/held"));
  held_.get_future().wait();
  EXPECT_GE(server_->drain(), 1U);
  EXPECT_EQ(c.rest(), "");
  release_();
}

TEST_F(shutdown_test, lets_a_callback_come_after_the_reactors_have_stopped) {
  auto c = connect();
  c.send(get("/held"));
  held_.get_future().wait();
  reactors_->stop();
  release_();
}

TEST_F(shutdown_test, tells_health_readiness_and_metrics) {
  readiness state{.ready = true, .degraded = {{"delivery", "target ekinerja is parked"}}};
  add_health(routes_, "test", "0.1.0");
  add_readiness(routes_, pool_, [&] { return state; });
  add_metrics(routes_, pool_, registry_);
  start();
  auto c = tests::test_client::tcp(plain_);
  EXPECT_THAT(c.exchange(get("/healthz")), EndsWith(R"({"status":"ok","environment":"test","version":"0.1.0"})"));
  EXPECT_THAT(c.exchange(get("/readyz")),
              AllOf(StartsWith("HTTP/1.1 200"),
                    EndsWith(R"({"ready":true,"degraded":[{"part":"delivery","why":"target ekinerja is parked"}]})")));
  state.ready = false;
  EXPECT_THAT(c.exchange(get("/readyz")), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(c.exchange(get("/metrics")),
              HasSubstr("jembatan_http_requests_total{route=\"readyz\",status=\"200\"} 1"));
}

}  // namespace
}  // namespace jembatan::http

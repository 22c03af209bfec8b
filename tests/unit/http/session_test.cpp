#include <gmock/gmock.h>

#include "server_fixture.hpp"

namespace jembatan::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class session_test : public server_fixture {};

TEST_F(session_test, answers_many_requests_on_one_connection) {
  auto c = connect();
  for (int i = 0; i < 50; ++i) {
    const auto body = "number " + std::to_string(i);
    EXPECT_THAT(c.exchange(post("/echo", body)), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), EndsWith("\r\n\r\n" + body)));
  }
  EXPECT_TRUE(metric_shows("jembatan_net_accepted_total 1"));
  EXPECT_TRUE(metric_shows("jembatan_http_requests_total{route=\"echo\",status=\"200\"} 50"));
}

TEST_F(session_test, knows_peer_and_tls_version) {
  auto c = connect();
  EXPECT_EQ(c.tls_version(), "TLSv1.3");
  EXPECT_THAT(c.exchange(get("/about")), EndsWith("127.0.0.1 TLSv1.3 -"));
}

TEST_F(session_test, takes_the_peer_from_a_trusted_proxy_only) {
  EXPECT_THAT(connect().exchange(get("/about", "X-Forwarded-For: 203.0.113.5\r\n")), HasSubstr("\r\n127.0.0.1 "));
  server_.reset();
  start({"127.0.0.0/8"});
  EXPECT_THAT(connect().exchange(get("/about", "X-Forwarded-For: 203.0.113.5\r\n")), HasSubstr("\r\n203.0.113.5 "));
}

TEST_F(session_test, answers_pipelined_requests_in_order) {
  auto c = connect();
  c.send(post("/echo", "one") + get("/nothing") + post("/echo", "two") + post("/pool", "three"));
  EXPECT_THAT(c.response(), EndsWith("one"));
  EXPECT_THAT(c.response(), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(c.response(), EndsWith("two"));
  EXPECT_THAT(c.response(), EndsWith("three"));
}

TEST_F(session_test, takes_a_request_that_comes_in_pieces) {
  auto c = connect();
  const auto whole = post("/echo", "body in pieces");
  for (const auto byte : whole) c.send({&byte, 1});
  EXPECT_THAT(c.response(), EndsWith("body in pieces"));
}

TEST_F(session_test, takes_bodies_longer_than_its_input) {
  auto c = connect();
  const std::string body(150'000, 'x');
  EXPECT_THAT(c.exchange(post("/echo", body)), EndsWith(body));
  EXPECT_THAT(c.exchange(post("/echo", "short")), EndsWith("short"));
  EXPECT_TRUE(metric_shows("jembatan_net_bytes_in_flight 0"));
}

TEST_F(session_test, takes_chunked_bodies) {
  auto c = connect();
  const auto head = std::string("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string big(60'000, 'y');
  c.send(head + "5\r\nhello\r\nea60\r\n" + big + "\r\n0\r\n\r\n" + post("/echo", "after"));
  EXPECT_THAT(c.response(), EndsWith("hello" + big));
  EXPECT_THAT(c.response(), EndsWith("after"));
}

TEST_F(session_test, ends_a_chunked_body_that_exceeds_the_limit) {
  auto c = connect();
  c.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n30d41\r\n");
  EXPECT_THAT(c.rest(), AllOf(StartsWith("HTTP/1.1 413"), HasSubstr("Connection: close")));
}

TEST_F(session_test, counts_the_memory_of_a_chunk_that_dribbles_in_once) {
  limits_.bytes_in_flight = byte_size{64 * KiB};
  auto c = connect();
  c.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;");
  for (int i = 0; i < 1000; ++i) c.send("e");
  EXPECT_THAT(c.exchange("=1\r\nhello\r\n0\r\n\r\n"), EndsWith("hello"));
  EXPECT_TRUE(metric_shows("jembatan_net_bytes_in_flight 0"));
}

TEST_F(session_test, answers_expect_and_then_the_request) {
  auto c = connect();
  c.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(c.response(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_THAT(c.exchange("body"), EndsWith("\r\n\r\nbody"));
}

TEST_F(session_test, refuses_instead_of_asking_for_a_body_that_nobody_wants) {
  for (const auto& [path, status] :
       {std::pair{"/echo", "413"}, {"/nothing", "404"}, {"/about", "405"}, {"/guarded", "401"}}) {
    auto c = connect();
    const auto length = std::string(path) == "/echo" ? "200001" : "50000";
    c.send("POST " + std::string(path) + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + length +
           "\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_THAT(c.rest(), AllOf(StartsWith("HTTP/1.1 " + std::string(status)), HasSubstr("Connection: close"))) << path;
  }
}

TEST_F(session_test, refuses_an_expectation_that_it_does_not_know) {
  EXPECT_THAT(connect().exchange(post("/echo", "x", "Expect: cake\r\n")), StartsWith("HTTP/1.1 417"));
}

TEST_F(session_test, sends_problem_details_and_keeps_the_connection_when_the_body_is_there) {
  auto c = connect();
  EXPECT_THAT(c.exchange(post("/json", "{}", "Content-Type: text/xml\r\n")),
              AllOf(StartsWith("HTTP/1.1 415"), HasSubstr("Content-Type: application/problem+json\r\n"),
                    HasSubstr("\"status\":415"), Not(HasSubstr("Connection: close"))));
  EXPECT_THAT(c.exchange(get("/json")), AllOf(StartsWith("HTTP/1.1 405"), HasSubstr("Allow: POST\r\n")));
  EXPECT_THAT(c.exchange(post("/json", "{}", "Content-Type: application/json\r\n")), StartsWith("HTTP/1.1 200"));
}

TEST_F(session_test, answers_head_without_a_body) {
  auto c = connect();
  c.send("HEAD /about HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(c.rest(), AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("Content-Length: 19"), EndsWith("\r\n\r\n")));
}

TEST_F(session_test, closes_after_http_1_0_and_when_asked) {
  auto c = connect();
  c.send("GET /about HTTP/1.0\r\n\r\n");
  EXPECT_THAT(c.rest(), HasSubstr("Connection: close"));
  auto d = connect();
  d.send(get("/about", "Connection: close\r\n"));
  EXPECT_THAT(d.rest(), HasSubstr("Connection: close"));
}

TEST_F(session_test, answers_500_without_internals_when_a_handler_throws) {
  auto c = connect();
  EXPECT_THAT(c.exchange(get("/throws")), AllOf(StartsWith("HTTP/1.1 500"), Not(HasSubstr("on purpose"))));
  EXPECT_THAT(c.exchange(get("/about")), StartsWith("HTTP/1.1 200"));
  EXPECT_TRUE(metric_shows("jembatan_http_handlers_failed_total 1"));
}

TEST_F(session_test, refuses_smuggling_shapes_and_closes) {
  const std::string head = "POST /echo HTTP/1.1\r\nHost: h\r\n";
  for (const auto& shape : {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                            "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "Content-Length: 1\r\n X: y\r\n\r\na",
                            "Content-Length: 1\n\na", "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"}) {
    auto c = connect();
    c.send(head + shape + get("/about"));
    const auto answer = c.rest();
    EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 400"), HasSubstr("Connection: close"))) << shape;
    EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << "a second request was seen in " << shape;
  }
}

TEST_F(session_test, survives_garbage_over_tls_and_in_its_place) {
  auto c = connect();
  c.send(std::string(3000, '\xff') + "\r\n\r\n");
  EXPECT_THAT(c.rest(), StartsWith("HTTP/1.1 400"));
  auto raw = tests::test_client::tcp(address_);
  raw.send(get("/about"));
  EXPECT_THAT(raw.rest(), Not(HasSubstr("HTTP/1.1")));
  EXPECT_TRUE(metric_shows("jembatan_net_handshake_failures_total{reason=\"no_tls\"} 1"));
  EXPECT_THAT(connect().exchange(get("/about")), StartsWith("HTTP/1.1 200"));
}

TEST_F(session_test, refuses_a_header_over_the_limit) {
  EXPECT_THAT(connect().exchange(get("/about", "X: " + std::string(17'000, 'a') + "\r\n")), StartsWith("HTTP/1.1 431"));
}

TEST_F(session_test, answers_503_when_the_memory_for_bodies_is_used_up) {
  limits_.bytes_in_flight = byte_size{64 * KiB};
  auto c = connect();
  EXPECT_THAT(c.exchange(post("/echo", std::string(150'000, 'x'))),
              AllOf(StartsWith("HTTP/1.1 503"), HasSubstr("Retry-After")));
  EXPECT_THAT(connect().exchange(post("/echo", std::string(40'000, 'x'))), StartsWith("HTTP/1.1 200"));
  EXPECT_TRUE(metric_shows("jembatan_net_bytes_in_flight 0"));
}

TEST_F(session_test, serves_plain_http_beside_tls) {
  start();
  auto c = tests::test_client::tcp(plain_);
  EXPECT_THAT(c.exchange(get("/about")), EndsWith("127.0.0.1  -"));
}

TEST_F(session_test, knows_the_uid_behind_a_unix_socket) {
  start();
  const tests::temporary_directory d;
  ASSERT_TRUE(server_->listen_unix(d.path() / "admin.sock", routes_).has_value());
  auto c = tests::test_client::unix_socket(d.path() / "admin.sock");
  EXPECT_THAT(c.exchange(get("/about")), EndsWith("  " + std::to_string(::getuid())));
}

}  // namespace
}  // namespace jembatan::http

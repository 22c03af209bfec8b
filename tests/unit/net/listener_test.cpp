#include "net/listener.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <thread>
#include <vector>

namespace jembatan::net {
namespace {

// Sends back what comes.
awaitable<void> echo(connection& c) {
  c.enter(phase::idle);
  for (;;) {
    const bool came = co_await c.read_more();
    if (!came) co_return;
    c.enter(phase::answer);
    const bool sent = co_await c.write(c.input().data());
    if (!sent) co_return;
    c.input().discard(c.input().data().size());
    c.enter(phase::idle);
  }
}

awaitable<void> fail(connection& c) {
  co_await c.read_more();
  throw std::runtime_error("on purpose");
}

// A plain client whose reads end after ten seconds at the latest.
class client {
 public:
  explicit client(const std::string& address) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const auto where = parse_endpoint(address).value();
    const timeval limit{10, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in a{};
    a.sin_family = AF_INET;
    a.sin_port = htons(where.port);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&a), sizeof a) == 0;
  }
  bool connected() const { return connected_; }
  void send(std::string_view bytes) { ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  // Empty at the end of the connection.
  std::string receive() {
    char bytes[256];
    const auto n = ::recv(socket_.get(), bytes, sizeof bytes, 0);
    return n > 0 ? std::string(bytes, static_cast<std::size_t>(n)) : std::string{};
  }

 private:
  descriptor socket_;
  bool connected_ = false;
};

class listener_test : public testing::Test {
 protected:
  void start(limits l, std::size_t most, service s) {
    l.reactors = 2;
    reactors_ = std::make_unique<reactors>(l, registry_);
    reactors_->start();
    listener_ = std::make_unique<listener>(*reactors_, listen_tcp(parse_endpoint("127.0.0.1:0").value()).value(),
                                           listener_options{.name = "test", .max_connections = most}, std::move(s));
  }
  bool metric_shows(const std::string& line) const { return registry_.text().find(line) != std::string::npos; }
  // For what is counted after the peer has seen the end.
  bool metric_comes(const std::string& line) const {
    const auto until = soon();
    while (!metric_shows(line) && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    return metric_shows(line);
  }
  static std::chrono::steady_clock::time_point soon() {
    return std::chrono::steady_clock::now() + std::chrono::seconds{10};
  }

  metrics::registry registry_;
  std::unique_ptr<reactors> reactors_;
  std::unique_ptr<listener> listener_;
};

TEST_F(listener_test, serves_connections_on_its_reactors) {
  start({}, 8, echo);
  client one(listener_->address()), two(listener_->address());
  one.send("one");
  two.send("two");
  EXPECT_EQ(one.receive(), "one");
  EXPECT_EQ(two.receive(), "two");
  EXPECT_TRUE(metric_shows("jembatan_net_accepted_total 2"));
}

TEST_F(listener_test, closes_at_once_what_is_over_the_limit) {
  start({}, 1, echo);
  client one(listener_->address());
  one.send("one");
  ASSERT_EQ(one.receive(), "one");
  client two(listener_->address());
  EXPECT_EQ(two.receive(), "");
  EXPECT_TRUE(metric_shows("jembatan_net_refused_total{reason=\"limit\"} 1"));
  one.send("still there");
  EXPECT_EQ(one.receive(), "still there");
}

TEST_F(listener_test, ends_a_connection_whose_deadline_has_passed) {
  start({.idle_deadline = std::chrono::milliseconds{40}}, 8, echo);
  client one(listener_->address());
  EXPECT_EQ(one.receive(), "");
  EXPECT_TRUE(metric_shows("jembatan_net_deadlines_total{kind=\"idle\"} 1"));
}

TEST_F(listener_test, lets_those_who_only_wait_make_room_in_a_crowd) {
  start({.idle_deadline = std::chrono::seconds{60}}, 8, echo);
  std::vector<std::unique_ptr<client>> crowd;
  for (int i = 0; i < 8; ++i) crowd.push_back(std::make_unique<client>(listener_->address()));
  EXPECT_TRUE(metric_comes("jembatan_net_deadlines_total{kind=\"crowded\"} 1"));
  client late(listener_->address());
  late.send("served");
  EXPECT_EQ(late.receive(), "served");
}

TEST_F(listener_test, leaves_those_who_wait_alone_while_there_is_room) {
  start({.idle_deadline = std::chrono::seconds{3}}, 8, echo);
  client one(listener_->address());
  EXPECT_EQ(one.receive(), "");
  EXPECT_TRUE(metric_shows("jembatan_net_deadlines_total{kind=\"crowded\"} 0"));
  EXPECT_TRUE(metric_shows("jembatan_net_deadlines_total{kind=\"idle\"} 1"));
}

TEST_F(listener_test, counts_a_task_that_fails_and_goes_on) {
  start({}, 8, fail);
  client one(listener_->address());
  one.send("x");
  EXPECT_EQ(one.receive(), "");
  ASSERT_EQ(listener_->wait_for_none(soon()), 0U);
  EXPECT_TRUE(metric_comes("jembatan_net_tasks_failed_total 1"));
  EXPECT_TRUE(client(listener_->address()).connected());
}

TEST_F(listener_test, accepts_nobody_after_close) {
  start({}, 8, echo);
  const auto address = listener_->address();
  listener_->close();
  EXPECT_FALSE(client(address).connected());
}

TEST_F(listener_test, ends_idle_connections_when_draining) {
  start({}, 8, echo);
  client one(listener_->address());
  one.send("one");
  ASSERT_EQ(one.receive(), "one");
  listener_->close();
  reactors_->begin_drain();
  EXPECT_EQ(listener_->wait_for_none(soon()), 0U);
  EXPECT_EQ(one.receive(), "");
}

TEST_F(listener_test, turns_callers_away_without_descriptors_and_recovers) {
  start({}, 8, echo);
  client early(listener_->address()), late(listener_->address());
  early.send("x");
  ASSERT_EQ(early.receive(), "x");
  late.send("x");
  ASSERT_EQ(late.receive(), "x");
  descriptor waiting(::socket(AF_INET, SOCK_STREAM, 0));
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  auto none = before;
  none.rlim_cur = static_cast<rlim_t>(waiting.get());
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_port = htons(parse_endpoint(listener_->address()).value().port);
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  ASSERT_EQ(::connect(waiting.get(), reinterpret_cast<const sockaddr*>(&a), sizeof a), 0);
  const timeval limit{10, 0};
  ::setsockopt(waiting.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  char byte = 0;
  EXPECT_LE(::recv(waiting.get(), &byte, 1, 0), 0);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_TRUE(metric_shows("jembatan_net_refused_total{reason=\"descriptors\"} 1"));
  client after(listener_->address());
  after.send("back");
  EXPECT_EQ(after.receive(), "back");
}

}  // namespace
}  // namespace jembatan::net

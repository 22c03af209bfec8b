#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <chrono>

#include "net/sockets.hpp"
#include "net/stream.hpp"
#include "test_certificate.hpp"

namespace jembatan::net {
namespace {

using step = stream::step;

// A server's stream and OpenSSL's client on the two ends of a pair, stepped by the test's thread.
class stream_memory : public testing::Test {
 protected:
  void SetUp() override {
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    const auto now = std::chrono::floor<duration>(std::chrono::system_clock::now());
    const auto tls = tls_context::load({certificate_.certificate(), certificate_.key(), {}}, now).value();
    stream::socket socket(context_.get_executor());
    socket.assign(asio::generic::stream_protocol(AF_UNIX, 0), ends[0]);
    server_.emplace(std::move(socket), tls);
    other_end_ = descriptor(ends[1]);
    client_context_.reset(SSL_CTX_new(TLS_client_method()));
    client_.reset(SSL_new(client_context_.get()));
    SSL_set_fd(client_.get(), other_end_.get());
    SSL_set_connect_state(client_.get());
    auto s = step::wants_read;
    for (int i = 0; i < 20 && (s != step::done || SSL_is_init_finished(client_.get()) == 0); ++i) {
      SSL_do_handshake(client_.get());
      if (s != step::done) s = server_->handshake();
    }
    ASSERT_EQ(s, step::done);
  }

  void send(std::string_view text) {
    ASSERT_EQ(SSL_write(client_.get(), text.data(), static_cast<int>(text.size())), static_cast<int>(text.size()));
  }
  std::string receive(std::size_t most) {
    std::string text(most, '\0');
    text.resize(server_->read(text).bytes);
    return text;
  }

  struct freer {
    void operator()(SSL_CTX* c) const { SSL_CTX_free(c); }
    void operator()(SSL* s) const { SSL_free(s); }
  };
  const tests::test_certificate certificate_;
  asio::io_context context_;
  descriptor other_end_;
  std::optional<stream> server_;
  std::unique_ptr<SSL_CTX, freer> client_context_;
  std::unique_ptr<SSL, freer> client_;
};

TEST_F(stream_memory, may_be_kept_and_given_back_between_any_two_records) {
  for (int i = 0; i < 8; ++i) {
    server_->keep_memory(i % 4 < 2);
    send("request");
    EXPECT_EQ(receive(100), "request");
    EXPECT_EQ(server_->write("answer").what, step::done);
  }
}

TEST_F(stream_memory, is_not_given_back_while_bytes_are_in_it) {
  server_->keep_memory(true);
  send("one and two");
  EXPECT_EQ(receive(3), "one");
  server_->keep_memory(false);
  EXPECT_EQ(receive(100), " and two");
}

}  // namespace
}  // namespace jembatan::net

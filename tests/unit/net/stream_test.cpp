#include "net/stream.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "net/sockets.hpp"
#include "test_certificate.hpp"

namespace jembatan::net {
namespace {

using step = stream::step;

std::array<descriptor, 2> connected_pair() {
  int ends[2];
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
  return {descriptor(ends[0]), descriptor(ends[1])};
}

// A server's stream and a client of OpenSSL on the two ends of a pair; both are stepped by the test's thread.
class stream_test : public testing::Test {
 protected:
  void connect(int version) {
    const auto now = std::chrono::floor<duration>(std::chrono::system_clock::now());
    const auto tls = tls_context::load({certificate_.certificate(), certificate_.key(), {}}, now).value();
    stream::socket socket(context_.get_executor());
    socket.assign(asio::generic::stream_protocol(AF_UNIX, 0), ends_[0].release());
    server_.emplace(std::move(socket), tls);
    client_context_.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_max_proto_version(client_context_.get(), version);
    client_.reset(SSL_new(client_context_.get()));
    SSL_set_fd(client_.get(), ends_[1].get());
    SSL_set_connect_state(client_.get());
    auto server = step::wants_read;
    for (int i = 0; i < 20 && (server != step::done || SSL_is_init_finished(client_.get()) == 0); ++i) {
      SSL_do_handshake(client_.get());
      if (server != step::done) server = server_->handshake();
    }
    ASSERT_EQ(server, step::done);
    ASSERT_EQ(server_->tls_version(), version == TLS1_2_VERSION ? "TLSv1.2" : "TLSv1.3");
  }
  // Reads once.
  stream::progress read() { return server_->read(buffer_); }

  struct freer {
    void operator()(SSL_CTX* c) const { SSL_CTX_free(c); }
    void operator()(SSL* s) const { SSL_free(s); }
  };
  const tests::test_certificate certificate_;
  asio::io_context context_;
  std::array<descriptor, 2> ends_ = connected_pair();
  std::optional<stream> server_;
  std::unique_ptr<SSL_CTX, freer> client_context_;
  std::unique_ptr<SSL, freer> client_;
  std::array<char, 16384> buffer_;
};

TEST_F(stream_test, reads_data_without_end) {
  connect(TLS1_3_VERSION);
  const std::string block(16000, 'x');
  for (int i = 0; i < 64; ++i) {
    ASSERT_EQ(SSL_write(client_.get(), block.data(), static_cast<int>(block.size())), 16000);
    ASSERT_EQ(read().bytes, 16000U) << i;
  }
}

TEST_F(stream_test, ends_a_peer_that_updates_keys_without_end) {
  connect(TLS1_3_VERSION);
  auto last = step::wants_read;
  int updates = 0;
  for (; last == step::wants_read && updates < 10'000; ++updates) {
    ASSERT_EQ(SSL_key_update(client_.get(), SSL_KEY_UPDATE_NOT_REQUESTED), 1);
    ASSERT_EQ(SSL_do_handshake(client_.get()), 1);
    last = read().what;
  }
  EXPECT_EQ(last, step::noise) << updates;
  EXPECT_GT(updates, 1000);
}

TEST_F(stream_test, takes_key_updates_between_data) {
  connect(TLS1_3_VERSION);
  for (int i = 0; i < 5'000; ++i) {
    ASSERT_EQ(SSL_key_update(client_.get(), SSL_KEY_UPDATE_NOT_REQUESTED), 1);
    ASSERT_EQ(SSL_write(client_.get(), "x", 1), 1);
    ASSERT_EQ(read().bytes, 1U) << i;
  }
}

TEST_F(stream_test, does_not_renegotiate) {
  connect(TLS1_2_VERSION);
  ASSERT_EQ(SSL_renegotiate(client_.get()), 1);
  SSL_do_handshake(client_.get());
  EXPECT_EQ(read().what, step::wants_read);
  // RFC 5746 and RFC 5246 7.2.2: the server says no_renegotiation; this client takes it for the end.
  EXPECT_NE(SSL_do_handshake(client_.get()), 1);
  EXPECT_EQ(ERR_GET_REASON(ERR_peek_last_error()), SSL_R_NO_RENEGOTIATION);
  ERR_clear_error();
}

TEST_F(stream_test, ends_a_handshake_of_endless_bytes) {
  const auto now = std::chrono::floor<duration>(std::chrono::system_clock::now());
  const auto tls = tls_context::load({certificate_.certificate(), certificate_.key(), {}}, now).value();
  stream::socket socket(context_.get_executor());
  socket.assign(asio::generic::stream_protocol(AF_UNIX, 0), ends_[0].release());
  stream server(std::move(socket), tls);
  // ChangeCipherSpec, which TLS 1.3 lets a client send at any time during the handshake (RFC 8446 5).
  const std::string nothing("\x14\x03\x03\x00\x01\x01", 6);
  auto last = step::wants_read;
  for (int i = 0; last == step::wants_read && i < 100'000; ++i) {
    if (::send(ends_[1].get(), nothing.data(), nothing.size(), MSG_NOSIGNAL) < 0) break;
    last = server.handshake();
  }
  EXPECT_TRUE(last == step::failed || last == step::noise);
}

}  // namespace
}  // namespace jembatan::net

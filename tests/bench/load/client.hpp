#pragma once
// One keep-alive TLS 1.3 connection of the load generator: OpenSSL straight on the socket, one request under way at a
// time. Non-blocking; one thread.
#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;

namespace jembatan::bench {

using instant = std::chrono::steady_clock::time_point;

// Trusts the certificates of `ca`. Throws std::runtime_error.
std::shared_ptr<SSL_CTX> make_client_context(const std::string& ca);

class client {
 public:
  enum class event {
    none,      // wait for the socket
    ready,     // the handshake is done
    answered,  // 200 with an empty body
    refused,   // another answer, or bytes that are none: answer() has its first line
    ended,     // the connection is gone
  };

  // Connects ("127.0.0.1", 8443); advance() then shakes hands. Throws std::runtime_error.
  client(SSL_CTX&, const std::string& address, std::uint16_t port);
  ~client();
  client(const client&) = delete;
  client& operator=(const client&) = delete;

  int descriptor() const { return descriptor_; }
  // What has happened, after epoll said that the socket is ready.
  event advance();
  // Sends what request() holds. `due`: when it should have been sent. False when the connection is gone.
  [[nodiscard]] bool send(instant due);
  std::string& request() { return request_; }

  instant due() const { return due_; }
  bool waiting() const { return waiting_; }
  std::string answer() const;

 private:
  event shake_hands();
  event receive();

  struct free_session {
    void operator()(SSL*) const;
  };
  int descriptor_ = -1;
  std::unique_ptr<SSL, free_session> session_;
  bool shaken_ = false;
  bool waiting_ = false;
  instant due_;
  std::string request_;
  std::array<char, 2048> answer_{};
  std::size_t answer_size_ = 0;
};

}  // namespace jembatan::bench

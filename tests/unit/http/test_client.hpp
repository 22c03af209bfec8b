#pragma once
// A blocking client that sends exactly the bytes it is told to, over TLS, TCP or a Unix socket. Reads end after ten
// seconds.
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "net/address.hpp"

namespace jembatan::tests {

class test_client {
 public:
  static test_client tls(const std::string& address) {
    test_client c(address);
    c.context_.reset(SSL_CTX_new(TLS_client_method()));
    c.session_.reset(SSL_new(c.context_.get()));
    SSL_set_fd(c.session_.get(), c.fd_);
    c.connected_ = SSL_connect(c.session_.get()) == 1;
    return c;
  }
  static test_client tcp(const std::string& address) { return test_client(address); }
  static test_client unix_socket(const std::filesystem::path& path) { return test_client(path); }

  test_client(test_client&& o) noexcept
      : fd_(std::exchange(o.fd_, -1)),
        connected_(o.connected_),
        context_(std::move(o.context_)),
        session_(std::move(o.session_)),
        pending_(std::move(o.pending_)) {}
  ~test_client() {
    session_.reset();
    if (fd_ >= 0) ::close(fd_);
  }

  bool connected() const { return connected_; }
  std::string tls_version() const { return session_ ? SSL_get_version(session_.get()) : ""; }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto n = session_ ? SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size()))
                              : static_cast<int>(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
      if (n <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }

  // One response, framed by Content-Length; what follows it is kept for the next call. Short when the peer ends before.
  std::string response() {
    auto end = std::string::npos;
    while ((end = pending_.find("\r\n\r\n")) == std::string::npos)
      if (!receive()) return std::exchange(pending_, {});
    end += 4;
    const auto at = pending_.find("Content-Length: ");
    if (at < end) end += std::stoul(pending_.substr(at + 16));
    while (pending_.size() < end)
      if (!receive()) break;
    auto one = pending_.substr(0, end);
    pending_.erase(0, one.size());
    return one;
  }
  std::string exchange(std::string_view request) {
    send(request);
    return response();
  }
  // Everything until the peer ends.
  std::string rest() {
    while (receive()) {
    }
    return std::exchange(pending_, {});
  }

 private:
  explicit test_client(const std::string& address) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in a{};
    a.sin_family = AF_INET;
    a.sin_port = htons(net::parse_endpoint(address).value().port);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connect(&a, sizeof a);
  }
  explicit test_client(const std::filesystem::path& path) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un a{};
    a.sun_family = AF_UNIX;
    std::memcpy(a.sun_path, path.c_str(), path.native().size());
    connect(&a, sizeof a);
  }
  void connect(const void* address, socklen_t size) {
    const timeval limit{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    connected_ = ::connect(fd_, static_cast<const sockaddr*>(address), size) == 0;
  }
  bool receive() {
    char bytes[4096];
    const auto n = session_ ? SSL_read(session_.get(), bytes, sizeof bytes)
                            : static_cast<int>(::recv(fd_, bytes, sizeof bytes, 0));
    if (n <= 0) return false;
    pending_.append(bytes, static_cast<std::size_t>(n));
    return true;
  }

  struct freer {
    void operator()(SSL_CTX* c) const { SSL_CTX_free(c); }
    void operator()(SSL* s) const { SSL_free(s); }
  };
  int fd_;
  bool connected_ = false;
  std::unique_ptr<SSL_CTX, freer> context_;
  std::unique_ptr<SSL, freer> session_;
  std::string pending_;
};

}  // namespace jembatan::tests

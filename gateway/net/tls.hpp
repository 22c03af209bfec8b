#pragma once
// The server's side of TLS: version, ciphers, certificate. Loaded whole or refused whole, and replaced while
// connections run: each connection keeps the context that it began with.
#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/error.hpp"

typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_st SSL;

namespace jembatan::net {

struct tls_files {
  std::filesystem::path certificate;  // leaf first, then intermediates
  std::filesystem::path key;
  std::filesystem::path client_ca;  // empty: clients are not asked for a certificate
};

// TLS 1.2 and 1.3 only, forward secrecy and AEAD only, no renegotiation, no compression, stateless tickets, ALPN
// http/1.1. Immutable; safe from any thread.
class tls_context {
 public:
  // invalid or io: the message names the file and what to do. A certificate that is expired, or will be within 14 days,
  // is a warning in the log: refusing to start would only make an outage of it.
  static result<std::shared_ptr<const tls_context>> load(const tls_files&, time_point now);
  ~tls_context();
  tls_context(const tls_context&) = delete;
  tls_context& operator=(const tls_context&) = delete;

  // A new server-side session, owned by the caller.
  SSL* make_session() const;
  // The server's certificate in DER, SHA-256, hex: as `openssl x509 -fingerprint -sha256` without colons.
  const std::string& fingerprint() const { return fingerprint_; }
  // When the certificate ends.
  time_point not_after() const { return not_after_; }

 private:
  explicit tls_context(SSL_CTX* c) : context_(c) {}
  SSL_CTX* context_;
  std::string fingerprint_;
  time_point not_after_{};
};

// The context in force. get() and set() from any thread.
class tls_holder {
 public:
  explicit tls_holder(std::shared_ptr<const tls_context> c) : current_(std::move(c)) {}
  std::shared_ptr<const tls_context> get() const { return current_.load(); }
  void set(std::shared_ptr<const tls_context> c) { current_.store(std::move(c)); }

 private:
  std::atomic<std::shared_ptr<const tls_context>> current_;
};

}  // namespace jembatan::net

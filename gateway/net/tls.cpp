#include "net/tls.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>
#include <new>

#include "base/file.hpp"
#include "base/hex.hpp"
#include "base/log.hpp"
#include "base/quantity.hpp"
#include "crypto/sha256.hpp"

namespace jembatan::net {
namespace {

constexpr std::size_t largest_pem = 1 * MiB;
constexpr std::chrono::days expiry_warning{14};

// RFC 7301 3.2: a client that offers only what we do not speak gets no_application_protocol.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* length, const unsigned char* offered,
                    unsigned offered_length, void*) {
  static constexpr unsigned char ours[] = "\x08http/1.1";
  auto* chosen = const_cast<unsigned char*>(*out);
  if (SSL_select_next_proto(&chosen, length, ours, sizeof ours - 1, offered, offered_length) != OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

// A key file with a pass phrase would otherwise ask the terminal of a service.
int no_pass_phrase(char*, int, int, void*) {
  return 0;
}

std::string openssl_reason() {
  const auto* text = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return text != nullptr ? text : "unknown reason";
}

error wrong_file(const std::filesystem::path& file, const std::string& what) {
  return {errc::invalid, file.string() + ": " + what + " (" + openssl_reason() + ")"};
}

result<void> check_readable(const std::filesystem::path& file, const char* option) {
  if (file.empty()) return error{errc::invalid, std::string("listen.") + option + " is not set; name a PEM file"};
  const auto bytes = read_file(file, largest_pem);
  if (bytes.has_error())
    return error{bytes.error().code, std::string("cannot read listen.") + option + " " + file.string() +
                                         "; check that it exists and that the service's user may read it"};
  return {};
}

result<void> configure(SSL_CTX* c) {
  SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION);
  SSL_CTX_set_options(c, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                             SSL_OP_PRIORITIZE_CHACHA | SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION);
  // An idle connection gives its record buffers back (facts/performance.md, "Alone"); one read(2) takes a whole record.
  SSL_CTX_set_mode(c, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(c, 1);
  SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(c, 1);
  SSL_CTX_set_alpn_select_cb(c, choose_protocol, nullptr);
  SSL_CTX_set_default_passwd_cb(c, no_pass_phrase);
  static constexpr unsigned char id[] = "jembatan";
  SSL_CTX_set_session_id_context(c, id, sizeof id - 1);
  if (SSL_CTX_set_cipher_list(c, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL") != 1 ||
      SSL_CTX_set_ciphersuites(c, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256") != 1 ||
      SSL_CTX_set1_groups_list(c, "X25519:P-256:P-384") != 1)
    return error{errc::unsupported, "this OpenSSL lacks the ciphers of TLS 1.2 and 1.3: " + openssl_reason()};
  return {};
}

result<void> load_files(SSL_CTX* c, const tls_files& f) {
  JB_CHECK(check_readable(f.certificate, "certificate"));
  JB_CHECK(check_readable(f.key, "key"));
  if (SSL_CTX_use_certificate_chain_file(c, f.certificate.c_str()) != 1)
    return wrong_file(f.certificate, "is no PEM certificate chain; put the server's certificate first");
  if (SSL_CTX_use_PrivateKey_file(c, f.key.c_str(), SSL_FILETYPE_PEM) != 1)
    return wrong_file(f.key,
                      "is no PEM private key without pass phrase, or does not belong to " + f.certificate.string());
  if (SSL_CTX_check_private_key(c) != 1)
    return wrong_file(f.key, "does not belong to the certificate " + f.certificate.string());
  if (f.client_ca.empty()) return {};
  JB_CHECK(check_readable(f.client_ca, "client_ca"));
  auto* names = SSL_load_client_CA_file(f.client_ca.c_str());
  if (names == nullptr || SSL_CTX_load_verify_locations(c, f.client_ca.c_str(), nullptr) != 1)
    return wrong_file(f.client_ca, "holds no PEM certificates of CAs");
  SSL_CTX_set_client_CA_list(c, names);
  SSL_CTX_set_verify(c, SSL_VERIFY_PEER, nullptr);  // asked for, not demanded: Zoom has none (facts/zoom.md 1.4)
  return {};
}

time_point end_of(SSL_CTX* c) {
  std::tm t{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(c)), &t) != 1) return {};
  return from_unix_ms(std::int64_t{timegm(&t)} * 1000);
}

std::string fingerprint_of(SSL_CTX* c) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(SSL_CTX_get0_certificate(c), &der);
  if (size < 0) throw std::bad_alloc();
  auto hex = to_hex(crypto::sha256({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)}));
  OPENSSL_free(der);
  return hex;
}

}  // namespace

result<std::shared_ptr<const tls_context>> tls_context::load(const tls_files& files, time_point now) {
  ERR_clear_error();
  auto* raw = SSL_CTX_new(TLS_server_method());
  if (raw == nullptr) throw std::bad_alloc();
  std::shared_ptr<tls_context> made(new tls_context(raw));
  JB_CHECK(configure(raw));
  JB_CHECK(load_files(raw, files));
  made->not_after_ = end_of(raw);
  made->fingerprint_ = fingerprint_of(raw);
  if (made->not_after_ <= now)
    log::warning("net", "certificate has expired: senders will refuse it",
                 {{"file", files.certificate.string()}, {"not_after", format_rfc3339_short(made->not_after_)}});
  else if (made->not_after_ <= now + expiry_warning)
    log::warning("net", "certificate expires soon",
                 {{"file", files.certificate.string()}, {"not_after", format_rfc3339_short(made->not_after_)}});
  return std::shared_ptr<const tls_context>(std::move(made));
}

tls_context::~tls_context() {
  SSL_CTX_free(context_);
}

SSL* tls_context::make_session() const {
  auto* s = SSL_new(context_);
  if (s == nullptr) throw std::bad_alloc();
  SSL_set_accept_state(s);
  return s;
}

}  // namespace jembatan::net

#include "load/client.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace jembatan::bench {
namespace {

constexpr std::string_view good = "HTTP/1.1 200 ";
constexpr std::string_view no_body = "Content-Length: 0\r\n";
constexpr std::string_view end_of_header = "\r\n\r\n";

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(what + ": " + std::strerror(errno));
}

int connect_to(const std::string& address, std::uint16_t port) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  if (inet_pton(AF_INET, address.c_str(), &to.sin_addr) != 1) throw std::runtime_error(address + " is no IPv4 address");
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket");
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 || ::fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
    const int why = errno;
    ::close(fd);
    errno = why;
    fail("connect to " + address);
  }
  return fd;
}

}  // namespace

std::shared_ptr<SSL_CTX> make_client_context(const std::string& ca) {
  std::shared_ptr<SSL_CTX> c(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  if (!c || SSL_CTX_set_min_proto_version(c.get(), TLS1_3_VERSION) != 1 ||
      SSL_CTX_set_ciphersuites(c.get(), "TLS_AES_128_GCM_SHA256") != 1 ||
      SSL_CTX_load_verify_locations(c.get(), ca.c_str(), nullptr) != 1)
    throw std::runtime_error("cannot use the certificates in " + ca);
  SSL_CTX_set_verify(c.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_read_ahead(c.get(), 1);
  SSL_CTX_set_mode(c.get(), SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return c;
}

void client::free_session::operator()(SSL* s) const {
  SSL_free(s);
}

client::client(SSL_CTX& context, const std::string& address, std::uint16_t port)
    : descriptor_(connect_to(address, port)), session_(SSL_new(&context)) {
  if (!session_ || SSL_set_fd(session_.get(), descriptor_) != 1) throw std::runtime_error("out of memory");
  SSL_set_connect_state(session_.get());
}

client::~client() {
  if (shaken_) SSL_shutdown(session_.get());
  session_.reset();
  if (descriptor_ >= 0) ::close(descriptor_);
}

client::event client::advance() {
  return shaken_ ? receive() : shake_hands();
}

client::event client::shake_hands() {
  ERR_clear_error();
  const int done = SSL_do_handshake(session_.get());
  if (done == 1) {
    shaken_ = true;
    return event::ready;
  }
  const int why = SSL_get_error(session_.get(), done);
  return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? event::none : event::ended;
}

// A request is far smaller than a socket's buffer, and only one is under way: the kernel takes it whole.
bool client::send(instant due) {
  due_ = due;
  answer_size_ = 0;
  waiting_ = true;
  return SSL_write(session_.get(), request_.data(), static_cast<int>(request_.size())) ==
         static_cast<int>(request_.size());
}

client::event client::receive() {
  ERR_clear_error();
  const int n =
      SSL_read(session_.get(), answer_.data() + answer_size_, static_cast<int>(answer_.size() - answer_size_));
  if (n <= 0) {
    const int why = SSL_get_error(session_.get(), n);
    return why == SSL_ERROR_WANT_READ ? event::none : event::ended;
  }
  answer_size_ += static_cast<std::size_t>(n);
  const std::string_view seen(answer_.data(), answer_size_);
  if (!waiting_) return event::refused;
  if (!seen.ends_with(end_of_header)) return answer_size_ < answer_.size() ? event::none : event::refused;
  if (!seen.starts_with(good) || seen.find(no_body) == std::string_view::npos) return event::refused;
  waiting_ = false;
  return event::answered;
}

std::string client::answer() const {
  const std::string_view seen(answer_.data(), answer_size_);
  return std::string(seen.substr(0, seen.find('\r')));
}

}  // namespace jembatan::bench

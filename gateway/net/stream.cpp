#include "net/stream.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <new>

#include "base/quantity.hpp"
#include "net/socket_bio.hpp"

namespace jembatan::net {
namespace {

// What may come from a peer before the handshake stands (OpenSSL itself takes at most 100 KiB of certificates), and
// then between two pieces of data: a few records of the greatest length.
constexpr std::uint64_t most_for_handshake = 192 * KiB;
constexpr std::uint64_t most_without_data = 64 * KiB;

bool may_be_tried_again(int number) {
  return number == EAGAIN || number == EWOULDBLOCK || number == EINTR;
}

}  // namespace

void stream::free_session::operator()(SSL* s) const {
  SSL_free(s);
}

stream::stream(socket s, const std::shared_ptr<const tls_context>& context) : socket_(std::move(s)) {
  if (!context) return;
  session_.reset(context->make_session());
  auto* bio = make_socket_bio(socket_.native_handle());
  if (bio == nullptr) throw std::bad_alloc();
  SSL_set_bio(session_.get(), bio, bio);
  allow_reading(bio, most_for_handshake);
}

stream::step stream::outcome(int returned) {
  switch (SSL_get_error(session_.get(), returned)) {
    case SSL_ERROR_NONE:
      return step::done;
    case SSL_ERROR_WANT_READ:
      return step::wants_read;
    case SSL_ERROR_WANT_WRITE:
      return step::wants_write;
    case SSL_ERROR_ZERO_RETURN:
      return step::closed;
    // A peer that goes without close_notify: HTTP's own framing tells a whole message from a cut one.
    case SSL_ERROR_SYSCALL:
      broken_ = true;
      return is_used_up(SSL_get_rbio(session_.get())) ? step::noise : step::closed;
    default:
      broken_ = true;
      return step::failed;
  }
}

stream::step stream::handshake() {
  if (!session_) return step::done;
  ERR_clear_error();
  return outcome(SSL_do_handshake(session_.get()));
}

stream::progress stream::read(std::span<char> into) {
  if (session_) {
    ERR_clear_error();
    const auto n = SSL_read(session_.get(), into.data(), static_cast<int>(into.size()));
    if (n <= 0) return {outcome(n)};
    allow_reading(SSL_get_rbio(session_.get()), most_without_data);
    return {step::done, static_cast<std::size_t>(n)};
  }
  const auto n = ::recv(socket_.native_handle(), into.data(), into.size(), 0);
  if (n > 0) return {step::done, static_cast<std::size_t>(n)};
  if (n == 0) return {step::closed};
  return {may_be_tried_again(errno) ? step::wants_read : step::failed};
}

stream::progress stream::write(std::string_view bytes) {
  if (session_) {
    ERR_clear_error();
    const auto n = SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size()));
    if (n > 0) return {step::done, static_cast<std::size_t>(n)};
    return {outcome(n)};
  }
  const auto n = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (n >= 0) return {step::done, static_cast<std::size_t>(n)};
  return {may_be_tried_again(errno) ? step::wants_write : step::failed};
}

bool stream::holds_more() const {
  return session_ && SSL_has_pending(session_.get()) == 1;
}

void stream::keep_memory(bool keep) {
  if (!session_) return;
  if (keep) {
    SSL_clear_mode(session_.get(), SSL_MODE_RELEASE_BUFFERS);
  } else {
    SSL_set_mode(session_.get(), SSL_MODE_RELEASE_BUFFERS);
    SSL_free_buffers(session_.get());
  }
}

void stream::shut_down_sending() {
  if (session_ && !broken_ && SSL_is_init_finished(session_.get())) {
    ERR_clear_error();
    SSL_shutdown(session_.get());
  }
  ::shutdown(socket_.native_handle(), SHUT_WR);
}

stream::step stream::discard() {
  std::array<char, 4096> waste;
  const auto n = ::recv(socket_.native_handle(), waste.data(), waste.size(), 0);
  if (n > 0) return step::done;
  if (n == 0) return step::closed;
  return may_be_tried_again(errno) ? step::wants_read : step::failed;
}

std::string_view stream::tls_version() const {
  return session_ ? SSL_get_version(session_.get()) : std::string_view{};
}

}  // namespace jembatan::net

#include "net/connection.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <utility>

#include "net/reactors.hpp"

namespace jembatan::net {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::chrono::seconds linger_deadline{2};
// So that a header of the greatest length leaves room for a short body or a chunk.
constexpr std::size_t room_behind_header = 4 * KiB;
// A connection keeps its buffers for this long: a busy sender's next request finds them there.
constexpr std::chrono::seconds memory_kept{1};

clock::duration limit_of(phase p, const limits& l) {
  switch (p) {
    case phase::handshake:
      return l.handshake_deadline;
    case phase::idle:
      return l.idle_deadline;
    case phase::header:
      return l.header_deadline;
    case phase::body:
    case phase::answer:
      return l.body_deadline;
    case phase::handling:
      return std::chrono::hours{24};
    case phase::lingering:
      return linger_deadline;
  }
  return clock::duration::zero();
}

std::optional<deadline_kind> kind_of(phase p) {
  switch (p) {
    case phase::handshake:
      return deadline_kind::handshake;
    case phase::idle:
      return deadline_kind::idle;
    case phase::header:
      return deadline_kind::header;
    case phase::body:
      return deadline_kind::body;
    case phase::answer:
      return deadline_kind::answer;
    case phase::handling:
    case phase::lingering:
      return {};
  }
  return {};
}

// Not ended, by the peer or by a failure.
bool may_go_on(stream::step s) {
  return s == stream::step::done || s == stream::step::wants_read || s == stream::step::wants_write;
}

handshake_failure reason_of_failure(stream::step s) {
  if (s == stream::step::closed) return handshake_failure::closed;
  if (s == stream::step::noise) return handshake_failure::noise;
  const auto code = ERR_peek_last_error();
  ERR_clear_error();
  switch (ERR_GET_REASON(code)) {
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_NO_SUITABLE_KEY_SHARE:
      return handshake_failure::version;
    case SSL_R_NO_APPLICATION_PROTOCOL:
      return handshake_failure::protocol;
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_WRONG_VERSION_NUMBER:
      return handshake_failure::no_tls;
    case SSL_R_CERTIFICATE_VERIFY_FAILED:
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
      return handshake_failure::client_certificate;
    default:
      return handshake_failure::other;
  }
}

}  // namespace

connection::connection(reactor& home, stream s, remote r, place p)
    : place_(std::move(p)),
      home_(home),
      stream_(std::move(s)),
      remote_(std::move(r)),
      input_(home.limits().header_limit.bytes + room_behind_header) {
  enter(phase::handshake);
  home_.metrics().open.add(1);
  home_.adopt(*this);
}

connection::~connection() {
  home_.metrics().open.add(-1);
}

void connection::enter(phase p) {
  // To allocate record buffers for each request is a tenth of what a busy sender costs; to keep them for all the others
  // is most of what they cost.
  if (p == phase::header && phase_ == phase::idle && answered_ && !busy_ && home_.now() < entered_ + memory_kept) {
    busy_ = true;
    stream_.keep_memory(true);
  }
  answered_ = answered_ || p == phase::answer;
  phase_ = p;
  entered_ = home_.now();
  deadline_ = entered_ + limit_of(p, home_.limits());
}

awaitable<void> connection::wait(stream::step s) {
  const auto what = s == stream::step::wants_write ? asio::socket_base::wait_write : asio::socket_base::wait_read;
  const auto [ec] = co_await stream_.native().async_wait(what, quietly);
  if (ec && ending_ == ending::none) ending_ = ending::cut;  // the descriptor cannot be waited for: going on would spin
}

awaitable<bool> connection::handshake() {
  for (;;) {
    const auto s = stream_.handshake();
    if (s == stream::step::done) co_return true;
    if (!may_go_on(s)) {
      home_.metrics().count(reason_of_failure(s));
      co_return false;
    }
    co_await wait(s);
    if (ending_ == ending::deadline) home_.metrics().count(handshake_failure::deadline);
    if (ending_ != ending::none) co_return false;
  }
}

std::optional<std::size_t> connection::read_now(std::span<char> into, stream::step& next) {
  if (ending_ == ending::deadline || ending_ == ending::cut) return 0;
  const auto [step, bytes] = stream_.read(into);
  if (step == stream::step::done) {
    // A request that had already arrived when the service began to stop is served like any other.
    if (ending_ == ending::drain) ending_ = ending::none;
    return bytes;
  }
  if (step == stream::step::noise) home_.metrics().noise.add();
  if (!may_go_on(step) || ending_ == ending::drain) return 0;
  next = step;
  return {};
}

// Both wait before they read: after a whole record the socket is mostly empty, and a recv(2) that returns EAGAIN is
// saved.
awaitable<std::size_t> connection::read_into(std::span<char> into) {
  auto next = stream_.holds_more() ? stream::step::done : stream::step::wants_read;
  for (;;) {
    if (next != stream::step::done && ending_ == ending::none) co_await wait(next);
    if (const auto bytes = read_now(into, next)) co_return *bytes;
  }
}

awaitable<bool> connection::read_more() {
  auto next = stream_.holds_more() ? stream::step::done : stream::step::wants_read;
  for (;;) {
    if (next != stream::step::done && ending_ == ending::none) co_await wait(next);
    // The space is taken after the wait, so that an idle connection needs none.
    const auto bytes = read_now(input_.space(), next);
    if (!bytes) continue;
    input_.commit(*bytes);
    co_return *bytes != 0;
  }
}

stream::step connection::push(std::string_view& bytes) {
  while (!bytes.empty()) {
    const auto [step, sent] = stream_.write(bytes);
    if (step != stream::step::done) return step;
    bytes.remove_prefix(sent);
  }
  return stream::step::done;
}

awaitable<bool> connection::write(std::string_view bytes) {
  for (;;) {
    const auto step = push(bytes);
    if (step == stream::step::done) co_return true;
    if (!may_go_on(step)) co_return false;
    co_await wait(step);
    if (ending_ == ending::deadline || ending_ == ending::cut) co_return false;
  }
}

awaitable<void> connection::linger() {
  enter(phase::lingering);
  stream_.shut_down_sending();
  // At most a header and a body of ordinary size: who still sends after that is not reading.
  for (std::size_t reads = 0; reads < 256; ++reads) {
    const auto s = stream_.discard();
    if (!may_go_on(s)) co_return;
    if (s == stream::step::wants_read) co_await wait(s);
    if (ending_ != ending::none) co_return;
  }
}

void connection::end(ending why) {
  ending_ = why;
  boost::system::error_code ignored;  // nothing waits then, and ending_ is seen at the next step
  stream_.native().cancel(ignored);
}

// When it would have to make room: else strangers who hold every place for nothing would shut out senders, and Zoom
// gives up after three attempts (facts/zoom.md 1.3). Nothing while a request is worked on or answered.
std::optional<clock::time_point> connection::crowded_out_at() const {
  switch (phase_) {
    case phase::idle:
      return entered_ + memory_kept;
    case phase::handshake:
    case phase::header:
    case phase::body:
      return entered_ + limit_of(phase_, home_.limits()) / 4;
    default:
      return {};
  }
}

void connection::check(clock::time_point now) {
  if (ending_ != ending::none) return;
  const auto crowded_out = crowded_out_at();
  if (crowded_out && now >= *crowded_out && now < deadline_ && place_.is_to_go()) {
    home_.metrics().count(deadline_kind::crowded);
    end(ending::deadline);
  } else if (now >= deadline_) {
    if (const auto kind = kind_of(phase_)) home_.metrics().count(*kind);
    end(ending::deadline);
  } else if (now >= entered_ + memory_kept) {
    // Whatever it is doing: who sends a request byte by byte is to cost no more than who sends none.
    if (std::exchange(busy_, false)) stream_.keep_memory(false);
    if (phase_ == phase::idle) input_.release();
  }
}

void connection::begin_drain() {
  if (ending_ == ending::none && (phase_ == phase::idle || phase_ == phase::handshake)) end(ending::drain);
}

void connection::cut() {
  end(ending::cut);
}

}  // namespace jembatan::net

#include "bare/session.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <string_view>

namespace jembatan::bench {
namespace {

namespace http = boost::beast::http;
using error_code = boost::system::error_code;

constexpr std::chrono::seconds deadline{60};
// What the gateway answers, to the byte but for the numbers in it.
constexpr std::string_view prebuilt =
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: Mon, 16 Mar 2026 01:00:00 GMT\r\n"
    "Jembatan-Receipt: jb1-bench-0123456789abcdef-1234567\r\n\r\n";

}  // namespace

session::session(tcp_socket s, asio::ssl::context& tls) : stream_(std::move(s), tls) {}

void session::check(clock::time_point now) {
  if (now < deadline_) return;
  error_code ignored;
  stream_.lowest_layer().close(ignored);
}

void session::start(clock::time_point now) {
  deadline_ = now + deadline;
  stream_.async_handshake(asio::ssl::stream_base::server, [self = shared_from_this()](const error_code& ec) {
    if (!ec) self->read();
  });
}

void session::read() {
  parser_.reset();
  arena_.release();
  parser_.emplace(std::piecewise_construct, std::make_tuple(body_.data(), body_.size()),
                  std::make_tuple(allocator(&arena_)));
  parser_->header_limit(16 * 1024);
  parser_->body_limit(body_.size());
  http::async_read(stream_, input_, *parser_, [self = shared_from_this()](const error_code& ec, std::size_t) {
    if (!ec) self->answer();
  });
}

void session::answer() {
  deadline_ = clock::now() + deadline;
  asio::async_write(stream_, asio::buffer(prebuilt.data(), prebuilt.size()),
                    [self = shared_from_this()](const error_code& ec, std::size_t) {
                      if (!ec) self->read();
                    });
}

}  // namespace jembatan::bench

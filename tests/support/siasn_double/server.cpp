#include "siasn_double/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

namespace jembatan::siasn_double {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using stream_type = beast::ssl_stream<beast::tcp_stream>;

namespace {

constexpr auto deadline = std::chrono::seconds{30};
constexpr std::size_t connections_bound = 256;
constexpr std::uint64_t body_limit = 1024 * 1024;
constexpr std::uint32_t header_limit = 16 * 1024;
constexpr auto quiet = net::as_tuple(net::use_awaitable);

std::string header(const http::request<http::string_body>& r, std::string_view name) {
  return std::string(r[beast::string_view(name.data(), name.size())]);
}

http::response<http::string_body> message_of(const reply& r, unsigned version, bool keep_alive) {
  http::response<http::string_body> m{static_cast<http::status>(r.status), version};
  m.set(http::field::content_type, r.content_type);
  m.keep_alive(keep_alive);
  m.body() = r.body;
  m.prepare_payload();
  return m;
}

net::awaitable<void> wait(std::int64_t ms) {
  if (ms <= 0) co_return;
  net::steady_timer timer(co_await net::this_coro::executor, std::chrono::milliseconds{ms});
  co_await timer.async_wait(quiet);
}

// Closes so that the other side sees a reset instead of an end.
void cut_off(beast::tcp_stream& s) {
  beast::error_code ignored;
  s.socket().set_option(net::socket_base::linger(true, 0), ignored);
  s.socket().close(ignored);
}

net::awaitable<bool> exchange(stream_type& s, beast::flat_buffer& buffer, siasn& brain) {
  auto& tcp = beast::get_lowest_layer(s);
  http::request_parser<http::string_body> parser;
  parser.body_limit(body_limit);
  parser.header_limit(header_limit);
  tcp.expires_after(deadline);
  const auto [unread, bytes] = co_await http::async_read(s, buffer, parser, quiet);
  if (unread) co_return false;
  const auto& r = parser.get();
  const auto answer = brain.answer({std::string(r.method_string()), std::string(r.target()), header(r, "Authorization"),
                                    header(r, "Auth"), r.body()});
  tcp.expires_never();
  co_await wait(brain.now_in_force().slow_ms);
  if (answer.silent) co_await wait(brain.now_in_force().silence_ms);
  if (answer.silent || answer.reset) {
    cut_off(tcp);
    co_return false;
  }
  auto out = message_of(answer, r.version(), r.keep_alive());
  tcp.expires_after(deadline);
  const auto [failed, n] = co_await http::async_write(s, out, quiet);
  co_return !failed && r.keep_alive();
}

net::awaitable<void> serve(net::ip::tcp::socket socket, net::ssl::context& tls, siasn& brain,
                           std::size_t& connections) {
  stream_type s(std::move(socket), tls);
  auto& tcp = beast::get_lowest_layer(s);
  tcp.expires_after(deadline);
  // No co_await within a condition: GCC 12 lays the frame out wrongly (net/net.hpp).
  const auto [refused] = co_await s.async_handshake(net::ssl::stream_base::server, quiet);
  beast::flat_buffer buffer(body_limit + header_limit);
  for (bool more = !refused; more;) more = co_await exchange(s, buffer, brain);
  if (tcp.socket().is_open()) {
    tcp.expires_after(deadline);
    co_await s.async_shutdown(quiet);
  }
  --connections;
}

net::awaitable<void> listen(net::ip::tcp::acceptor& acceptor, net::ssl::context& tls, siasn& brain,
                            std::size_t& connections) {
  for (;;) {
    auto [failed, socket] = co_await acceptor.async_accept(quiet);
    if (failed == net::error::operation_aborted) co_return;
    if (failed) {
      co_await wait(100);
      continue;
    }
    if (connections >= connections_bound) continue;
    ++connections;
    net::co_spawn(acceptor.get_executor(), serve(std::move(socket), tls, brain, connections), net::detached);
  }
}

}  // namespace

server::server(const options& o, siasn& brain)
    : io_(1),
      tls_(net::ssl::context::tls_server),
      acceptor_(io_, {net::ip::make_address(o.address), o.port}),
      siasn_(brain) {
  tls_.set_options(net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1);
  tls_.use_certificate_chain_file(o.certificate.string());
  tls_.use_private_key_file(o.key.string(), net::ssl::context::pem);
}

std::string server::address() const {
  const auto at = acceptor_.local_endpoint();
  return at.address().to_string() + ":" + std::to_string(at.port());
}

void server::run() {
  net::co_spawn(io_, listen(acceptor_, tls_, siasn_, connections_), net::detached);
  io_.run();
}

void server::stop() {
  io_.stop();
}

}  // namespace jembatan::siasn_double

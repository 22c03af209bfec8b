#include "simulate/wire.hpp"

#include <openssl/ssl.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <optional>

namespace jembatan::simulate {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
constexpr auto tuple = net::as_tuple(net::use_awaitable);
constexpr std::size_t answer_limit = 64U << 20;
constexpr std::chrono::seconds one_question{10};

http::request<http::string_body> request_of(const question& q, const address& peer) {
  http::request<http::string_body> r{http::string_to_verb(q.method), q.path, 11};
  r.set(http::field::host, peer.host + ":" + peer.port);
  for (const auto& [name, value] : q.headers) r.set(name, value);
  r.body() = q.body;
  r.prepare_payload();
  return r;
}

error failure(boost::system::error_code e, const char* doing) {
  const errc kind = e == beast::error::timeout ? errc::timeout : errc::unavailable;
  return error{kind, std::string(doing) + ": " + e.message()};
}

answer answer_of(const http::response<http::string_body>& r) {
  answer a{.status = static_cast<int>(r.result_int()), .receipt = {}, .body = r.body()};
  const auto receipt = r.find("Jembatan-Receipt");
  if (receipt != r.end()) a.receipt = std::string(receipt->value());
  return a;
}

// One request and its answer on a stream that is connected. `keep` says whether the stream may be used again.
template <class Stream>
net::awaitable<result<answer>> exchange(Stream& stream, http::request<http::string_body> request, bool& keep) {
  keep = false;
  auto [sent, written] = co_await http::async_write(stream, request, tuple);
  if (sent) co_return failure(sent, "send");
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(answer_limit);
  auto [received, read] = co_await http::async_read(stream, buffer, parser, tuple);
  if (received) co_return failure(received, "read the answer");
  keep = parser.get().keep_alive();
  co_return answer_of(parser.get());
}

net::awaitable<void> ask_tls_once(net::io_context& io, std::shared_ptr<net::ssl::context> ca, address peer, question q,
                                  std::optional<result<answer>>& out) {
  tls_connection connection(io, std::move(ca), std::move(peer), one_question);
  out = co_await connection.ask(std::move(q));
  co_await connection.close();
}

net::awaitable<void> ask_plain_once(net::io_context& io, address peer, question q, std::optional<result<answer>>& out) {
  net::ip::tcp::resolver resolver(io);
  auto [unresolved, endpoints] = co_await resolver.async_resolve(peer.host, peer.port, tuple);
  if (unresolved) {
    out = failure(unresolved, "resolve");
    co_return;
  }
  beast::tcp_stream stream(io);
  stream.expires_after(one_question);
  auto [refused, endpoint] = co_await stream.async_connect(endpoints, tuple);
  if (refused) {
    out = failure(refused, "connect");
    co_return;
  }
  bool keep = false;
  out = co_await exchange(stream, request_of(q, peer), keep);
}

}  // namespace

result<address> parse_address(std::string_view text) {
  if (text.starts_with("https://")) text.remove_prefix(8);
  while (text.ends_with('/')) text.remove_suffix(1);
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size())
    return error{errc::invalid, "\"" + std::string(text) + "\" is not ADDRESS:PORT"};
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return address{std::string(host), std::string(text.substr(colon + 1))};
}

result<std::shared_ptr<net::ssl::context>> trust(const std::filesystem::path& ca) {
  auto context = std::make_shared<net::ssl::context>(net::ssl::context::tls_client);
  boost::system::error_code failed;
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  context->set_verify_mode(net::ssl::verify_peer, failed);
  if (ca.empty())
    context->set_default_verify_paths(failed);
  else
    context->load_verify_file(ca.string(), failed);
  if (failed) return error{errc::invalid, "cannot read the CA file " + ca.string() + ": " + failed.message()};
  return context;
}

tls_connection::tls_connection(net::io_context& io, std::shared_ptr<net::ssl::context> ca, address peer,
                               std::chrono::seconds deadline)
    : io_(io), trust_(std::move(ca)), peer_(std::move(peer)), deadline_(deadline) {}

net::awaitable<boost::system::error_code> tls_connection::connect() {
  net::ip::tcp::resolver resolver(io_);
  auto [unresolved, endpoints] = co_await resolver.async_resolve(peer_.host, peer_.port, tuple);
  if (unresolved) co_return unresolved;
  auto stream_made = std::make_unique<stream>(io_, *trust_);
  boost::system::error_code not_an_address;
  net::ip::make_address(peer_.host, not_an_address);
  if (not_an_address) SSL_set_tlsext_host_name(stream_made->native_handle(), peer_.host.c_str());
  stream_made->set_verify_callback(net::ssl::host_name_verification(peer_.host));
  beast::get_lowest_layer(*stream_made).expires_after(deadline_);
  auto [refused, endpoint] = co_await beast::get_lowest_layer(*stream_made).async_connect(endpoints, tuple);
  if (refused) co_return refused;
  auto [shaken] = co_await stream_made->async_handshake(net::ssl::stream_base::client, tuple);
  if (!shaken) stream_ = std::move(stream_made);
  co_return shaken;
}

net::awaitable<result<answer>> tls_connection::ask(question q) {
  if (!stream_) {
    const boost::system::error_code failed = co_await connect();
    if (failed) co_return failure(failed, "connect");
  }
  beast::get_lowest_layer(*stream_).expires_after(deadline_);
  bool keep = false;
  result<answer> a = co_await exchange(*stream_, request_of(q, peer_), keep);
  if (!keep) stream_.reset();
  co_return a;
}

net::awaitable<void> tls_connection::close() {
  if (!stream_) co_return;
  beast::get_lowest_layer(*stream_).expires_after(std::chrono::seconds{2});
  auto [ignored] = co_await stream_->async_shutdown(tuple);  // a peer that is already gone is no failure here
  static_cast<void>(ignored);
  stream_.reset();
}

result<answer> ask_tls(const address& peer, const std::filesystem::path& ca, question q) {
  JB_TRY(const auto context, trust(ca));
  net::io_context io(1);
  std::optional<result<answer>> out;
  net::co_spawn(io, ask_tls_once(io, context, peer, std::move(q), out), net::detached);
  io.run();
  return std::move(*out);
}

result<answer> ask_plain(const address& peer, question q) {
  net::io_context io(1);
  std::optional<result<answer>> out;
  net::co_spawn(io, ask_plain_once(io, peer, std::move(q), out), net::detached);
  io.run();
  return std::move(*out);
}

}  // namespace jembatan::simulate

#pragma once
// One connection of the reference: TLS by Asio, HTTP by Beast, and nothing else. As careful as Beast allows
// (facts/performance.md): concrete executor, header fields in an arena, callbacks instead of coroutines, no timer per
// operation but one deadline that a tick compares, the answer prebuilt and sent as it stands. One thread.
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_static_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <memory>
#include <memory_resource>
#include <optional>

namespace jembatan::bench {

namespace asio = boost::asio;
using executor = asio::io_context::executor_type;
using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, executor>;
using clock = std::chrono::steady_clock;

class session : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>,
                public std::enable_shared_from_this<session> {
 public:
  session(tcp_socket, asio::ssl::context&);
  void start(clock::time_point now);
  // Closes the connection when its deadline has passed.
  void check(clock::time_point now);

 private:
  using allocator = std::pmr::polymorphic_allocator<char>;
  using parser = boost::beast::http::request_parser<boost::beast::http::span_body<char>, allocator>;

  void read();
  void answer();

  asio::ssl::stream<tcp_socket> stream_;
  clock::time_point deadline_;
  boost::beast::flat_static_buffer<20 * 1024> input_;
  std::array<char, 16 * 1024> body_;
  std::array<std::byte, 8 * 1024> memory_;
  std::pmr::monotonic_buffer_resource arena_{memory_.data(), memory_.size()};
  std::optional<parser> parser_;
};

using sessions = boost::intrusive::list<session, boost::intrusive::constant_time_size<false>>;

}  // namespace jembatan::bench

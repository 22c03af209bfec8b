#pragma once
// One keep-alive HTTPS connection as a sender holds it, and plain requests to the admin listener. Coroutines on one
// thread; every exchange has a deadline, every answer a limit. Certificates are always verified.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "simulate/question.hpp"

namespace jembatan::simulate {

namespace net = boost::asio;

// Trusts the file, or the system's store where it is empty.
result<std::shared_ptr<net::ssl::context>> trust(const std::filesystem::path& ca);

class tls_connection {
 public:
  tls_connection(net::io_context&, std::shared_ptr<net::ssl::context>, address, std::chrono::seconds deadline);

  // Connects first where needed. unavailable or timeout when the outcome is unknown; the next call connects anew.
  net::awaitable<result<answer>> ask(question);
  // Says goodbye to the peer; never fails.
  net::awaitable<void> close();

 private:
  using stream = boost::beast::ssl_stream<boost::beast::tcp_stream>;
  net::awaitable<boost::system::error_code> connect();

  net::io_context& io_;
  std::shared_ptr<net::ssl::context> trust_;
  address peer_;
  std::chrono::seconds deadline_;
  std::unique_ptr<stream> stream_;
};

}  // namespace jembatan::simulate

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

namespace jembatan::simulate {

namespace net = boost::asio;

struct address {
  std::string host, port;
};
// "127.0.0.1:8443", "[::1]:8443", with or without "https://" before it.
result<address> parse_address(std::string_view);

struct question {
  std::string method = "GET", path = "/", body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
};
struct answer {
  int status = 0;
  std::string receipt;  // Jembatan-Receipt, empty where absent
  std::string body;
};

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

// For commands that ask once: runs until the answer is there.
result<answer> ask_tls(const address&, const std::filesystem::path& ca, question);
result<answer> ask_plain(const address&, question);

}  // namespace jembatan::simulate

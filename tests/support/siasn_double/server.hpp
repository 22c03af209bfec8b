#pragma once
// HTTPS around the double: one thread, one coroutine per connection. Limits: 256 connections, 1 MiB per body, 16 KiB of
// headers, 30 s for each read, write and handshake.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <string>

#include "siasn_double/siasn.hpp"

namespace jembatan::siasn_double {

class server {
 public:
  // Throws boost::system::system_error when certificate, key or address cannot be used.
  server(const options&, siasn&);
  std::string address() const;  // "127.0.0.1:40001"
  void run();                   // until stop()
  void stop();                  // from any thread

 private:
  boost::asio::io_context io_;
  boost::asio::ssl::context tls_;
  boost::asio::ip::tcp::acceptor acceptor_;
  siasn& siasn_;
  std::size_t connections_ = 0;
};

}  // namespace jembatan::siasn_double

#pragma once
// Addresses as an operator writes them, and who stands behind a proxy. Pure.
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace jembatan::net {

struct endpoint {
  boost::asio::ip::address address;
  unsigned short port = 0;
  std::string text() const;  // "127.0.0.1:8443", "[::1]:8443"
};

// "127.0.0.1:8443", "[::]:8443", ":8443" (all IPv4). Names are refused: a listener must not depend on a resolver.
result<endpoint> parse_endpoint(std::string_view);

// A set of networks.
class networks {
 public:
  // "10.0.0.0/8", "fd00::/8", or a single address. invalid names the wrong entry.
  static result<networks> parse(const std::vector<std::string>&);
  bool empty() const { return v4_.empty() && v6_.empty(); }
  bool contains(const boost::asio::ip::address&) const;

 private:
  std::vector<boost::asio::ip::network_v4> v4_;
  std::vector<boost::asio::ip::network_v6> v6_;
};

// The sender's address: the connection's own, unless that is a trusted proxy; then the right-most address of the
// X-Forwarded-For values (in order of the header lines) that is no trusted proxy. What stands left of it anybody can
// write.
std::string forwarded_peer(const boost::asio::ip::address& remote, const std::vector<std::string_view>& forwarded_for,
                           const networks& trusted);

}  // namespace jembatan::net

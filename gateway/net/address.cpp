#include "net/address.hpp"

#include <charconv>

namespace jembatan::net {
namespace {

namespace ip = boost::asio::ip;

std::string_view trimmed(std::string_view s) {
  const auto first = s.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(" \t") - first + 1);
}

// ::ffff:10.0.0.1, which a dual-stack listener shows, is 10.0.0.1.
ip::address plain(const ip::address& a) {
  if (a.is_v6() && a.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, a.to_v6());
  return a;
}

// Some proxies add the port: "203.0.113.7:4711", "[2001:db8::1]:4711".
ip::address parse_forwarded(std::string_view text, boost::system::error_code& ec) {
  text = trimmed(text);
  if (!text.empty() && text.front() == '[') {
    text = text.substr(1, text.find(']') - 1);
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos && colon == text.rfind(':')) {
    text = text.substr(0, colon);
  }
  return ip::make_address(std::string(text), ec);
}

}  // namespace

std::string endpoint::text() const {
  const auto host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  return host + ":" + std::to_string(port);
}

result<endpoint> parse_endpoint(std::string_view text) {
  const auto wrong = [&] {
    return error{errc::invalid,
                 "'" + std::string(text) + "' is no address with a port; write \"0.0.0.0:8443\" or \"[::]:8443\""};
  };
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong();
  auto host = text.substr(0, colon);
  const auto digits = text.substr(colon + 1);
  endpoint e;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), e.port);
  if (failure != std::errc{} || end != digits.data() + digits.size()) return wrong();
  if (host.empty()) host = "0.0.0.0";
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  boost::system::error_code ec;
  e.address = ip::make_address(std::string(host), ec);
  if (ec || e.address.is_v6() != bracketed) return wrong();
  return e;
}

result<networks> networks::parse(const std::vector<std::string>& texts) {
  networks set;
  for (const auto& text : texts) {
    boost::system::error_code ec;
    if (const auto single = ip::make_address(text, ec); !ec) {
      if (single.is_v4())
        set.v4_.emplace_back(single.to_v4(), 32);
      else
        set.v6_.emplace_back(single.to_v6(), 128);
      continue;
    }
    if (const auto four = ip::make_network_v4(text, ec); !ec) {
      set.v4_.push_back(four.canonical());
      continue;
    }
    if (const auto six = ip::make_network_v6(text, ec); !ec) {
      set.v6_.push_back(six.canonical());
      continue;
    }
    return error{errc::invalid, "'" + text + "' is no network; write \"10.0.0.0/8\" or a single address"};
  }
  return set;
}

bool networks::contains(const ip::address& any) const {
  const auto a = plain(any);
  if (a.is_v4()) {
    for (const auto& n : v4_)
      if (ip::network_v4(a.to_v4(), n.prefix_length()).canonical() == n) return true;
    return false;
  }
  for (const auto& n : v6_)
    if (ip::network_v6(a.to_v6(), n.prefix_length()).canonical() == n) return true;
  return false;
}

std::string forwarded_peer(const ip::address& remote, const std::vector<std::string_view>& forwarded_for,
                           const networks& trusted) {
  auto sender = plain(remote);
  if (!trusted.contains(sender)) return sender.to_string();
  for (auto line = forwarded_for.rbegin(); line != forwarded_for.rend(); ++line) {
    auto rest = *line;
    while (!rest.empty()) {
      const auto comma = rest.rfind(',');
      const auto last = comma == std::string_view::npos ? rest : rest.substr(comma + 1);
      rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
      boost::system::error_code ec;
      const auto hop = parse_forwarded(last, ec);
      if (ec) return sender.to_string();  // "unknown" or garbage: the last address that is certain
      sender = plain(hop);
      if (!trusted.contains(sender)) return sender.to_string();
    }
  }
  return sender.to_string();
}

}  // namespace jembatan::net

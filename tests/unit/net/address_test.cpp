#include "net/address.hpp"

#include <gtest/gtest.h>

namespace jembatan::net {
namespace {

networks proxies() {
  return networks::parse({"10.0.0.0/8", "fd00::/8", "192.0.2.7"}).value();
}

std::string peer_of(const char* remote, std::vector<std::string_view> lines) {
  return forwarded_peer(boost::asio::ip::make_address(remote), lines, proxies());
}

TEST(endpoint, reads_addresses_of_both_families) {
  EXPECT_EQ(parse_endpoint("127.0.0.1:8443").value().text(), "127.0.0.1:8443");
  EXPECT_EQ(parse_endpoint("[::1]:0").value().text(), "[::1]:0");
  EXPECT_EQ(parse_endpoint(":9443").value().text(), "0.0.0.0:9443");
}

TEST(endpoint, refuses_what_is_no_address_with_a_port) {
  for (const auto* text :
       {"", "127.0.0.1", "localhost:80", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:8a", "::1:80", "[127.0.0.1]:80"})
    EXPECT_TRUE(parse_endpoint(text).has_error()) << text;
}

TEST(networks, names_the_entry_that_is_wrong) {
  const auto parsed = networks::parse({"10.0.0.0/8", "10.0.0.0/40"});
  ASSERT_TRUE(parsed.has_error());
  EXPECT_NE(parsed.error().context.find("10.0.0.0/40"), std::string::npos);
}

TEST(networks, contain_mapped_addresses_of_their_members) {
  EXPECT_TRUE(proxies().contains(boost::asio::ip::make_address("::ffff:10.1.2.3")));
  EXPECT_TRUE(proxies().contains(boost::asio::ip::make_address("fd00::1")));
  EXPECT_TRUE(proxies().contains(boost::asio::ip::make_address("192.0.2.7")));
  EXPECT_FALSE(proxies().contains(boost::asio::ip::make_address("192.0.2.8")));
}

TEST(forwarded_peer, is_the_connection_when_it_is_no_proxy) {
  EXPECT_EQ(peer_of("203.0.113.9", {"198.51.100.1"}), "203.0.113.9");
}

TEST(forwarded_peer, is_the_right_most_untrusted_address) {
  EXPECT_EQ(peer_of("10.0.0.1", {"1.1.1.1, 198.51.100.1, 10.0.0.9"}), "198.51.100.1");
  EXPECT_EQ(peer_of("10.0.0.1", {"1.1.1.1", "198.51.100.1:4711 , 10.0.0.9"}), "198.51.100.1");
  EXPECT_EQ(peer_of("10.0.0.1", {"[2001:db8::5]:99"}), "2001:db8::5");
}

TEST(forwarded_peer, stops_at_the_last_address_that_is_certain) {
  EXPECT_EQ(peer_of("10.0.0.1", {"198.51.100.1, unknown, 10.0.0.9"}), "10.0.0.9");
  EXPECT_EQ(peer_of("10.0.0.1", {}), "10.0.0.1");
  EXPECT_EQ(peer_of("10.0.0.1", {"10.0.0.8, 10.0.0.9"}), "10.0.0.8");
}

}  // namespace
}  // namespace jembatan::net

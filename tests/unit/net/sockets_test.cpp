#include "net/sockets.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

#include "test_certificate.hpp"

namespace jembatan::net {
namespace {

descriptor connect_to(const std::filesystem::path& path) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::memcpy(name.sun_path, path.c_str(), path.native().size());
  descriptor d(::socket(AF_UNIX, SOCK_STREAM, 0));
  if (::connect(d.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) d.reset();
  return d;
}

TEST(listen_tcp, binds_a_free_port_and_says_which) {
  const auto socket = listen_tcp(parse_endpoint("127.0.0.1:0").value()).value();
  const auto bound = bound_endpoint(socket).value();
  EXPECT_NE(bound.port, 0);
  EXPECT_EQ(bound.address.to_string(), "127.0.0.1");
}

TEST(listen_tcp, names_an_address_that_is_taken) {
  const auto first = listen_tcp(parse_endpoint("127.0.0.1:0").value()).value();
  const auto where = bound_endpoint(first).value();
  const auto second = listen_tcp(where);
  ASSERT_TRUE(second.has_error());
  EXPECT_NE(second.error().context.find(where.text()), std::string::npos);
}

TEST(listen_unix, makes_a_socket_for_owner_and_group_and_knows_the_peer) {
  const tests::temporary_directory d;
  const auto path = d.path() / "admin.sock";
  const auto socket = listen_unix(path).value();
  struct stat s {};
  ASSERT_EQ(::stat(path.c_str(), &s), 0);
  EXPECT_EQ(s.st_mode & 0777, 0660U);
  const auto client = connect_to(path);
  ASSERT_TRUE(client.valid());
  EXPECT_EQ(accept_one(socket, true).value().peer.uid, ::getuid());
}

TEST(listen_unix, replaces_a_socket_that_nobody_answers) {
  const tests::temporary_directory d;
  const auto path = d.path() / "admin.sock";
  listen_unix(path).value().reset();
  ASSERT_FALSE(connect_to(path).valid());
  const auto again = listen_unix(path);
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(connect_to(path).valid());
}

TEST(listen_unix, leaves_a_socket_that_somebody_answers) {
  const tests::temporary_directory d;
  const auto path = d.path() / "admin.sock";
  const auto first = listen_unix(path).value();
  const auto second = listen_unix(path);
  ASSERT_TRUE(second.has_error());
  EXPECT_TRUE(second.error().is(errc::locked));
  EXPECT_TRUE(connect_to(path).valid());
}

// A limit of open files for as long as a test runs, and descriptors with the number that a test wants.
class are_scarce_test : public testing::Test {
 protected:
  are_scarce_test() { ::getrlimit(RLIMIT_NOFILE, &before_); }
  ~are_scarce_test() override { ::setrlimit(RLIMIT_NOFILE, &before_); }
  void allow(rlim_t number) {
    const rlimit l{number, before_.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &l), 0);
  }
  static descriptor numbered(int number) { return descriptor(::fcntl(0, F_DUPFD_CLOEXEC, number)); }

  rlimit before_{};
};

TEST_F(are_scarce_test, says_when_fewer_than_so_many_would_be_left) {
  allow(1024);
  EXPECT_FALSE(are_scarce(numbered(767), 256));
  EXPECT_TRUE(are_scarce(numbered(768), 256));
  EXPECT_FALSE(are_scarce(numbered(959), 64));
  EXPECT_TRUE(are_scarce(numbered(960), 64));
}

TEST_F(are_scarce_test, asks_for_fewer_where_few_are_allowed) {
  allow(160);
  EXPECT_FALSE(are_scarce(numbered(119), 256));
  EXPECT_TRUE(are_scarce(numbered(120), 256));
  EXPECT_FALSE(are_scarce(numbered(149), 64));
  EXPECT_TRUE(are_scarce(numbered(150), 64));
}

TEST(accept_one, has_nothing_when_nobody_waits) {
  const auto socket = listen_tcp(parse_endpoint("127.0.0.1:0").value()).value();
  EXPECT_TRUE(accept_one(socket, false).has_error());
}

}  // namespace
}  // namespace jembatan::net

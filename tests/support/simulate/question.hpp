#pragma once
// What is asked over HTTP and what is answered, and the two ways to ask once: over TLS, and in plain text for the admin
// listener. No part of Asio is seen here.
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace jembatan::simulate {

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

// For commands that ask once: runs until the answer is there, at most 10 s. An empty `ca` is the system's store.
result<answer> ask_tls(const address&, const std::filesystem::path& ca, question);
result<answer> ask_plain(const address&, question);

}  // namespace jembatan::simulate

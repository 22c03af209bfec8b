#pragma once
// Options of the listeners: section `listen` of the configuration.
#include <filesystem>
#include <string>
#include <vector>

#include "base/option.hpp"

namespace jembatan::net {

// What a stranger may use up.
struct limits {
  std::int64_t max_connections = 10'000;  // more are closed at once
  duration handshake_deadline = std::chrono::seconds{10};
  duration header_deadline = std::chrono::seconds{10};  // from the first byte of a request
  duration body_deadline = std::chrono::seconds{30};    // for a whole body, and for an answer to be taken
  duration idle_deadline = std::chrono::seconds{60};    // between two requests
  byte_size header_limit{16 * KiB};
  byte_size bytes_in_flight{256 * MiB};       // bodies of all connections together
  duration drain = std::chrono::seconds{30};  // for requests that were begun when the service is told to stop
  std::int64_t reactors = 0;                  // threads; 0 = one per core
};

struct options {
  std::string https = "0.0.0.0:8443";
  std::string admin = "127.0.0.1:9443";
  std::filesystem::path certificate;
  std::filesystem::path key;
  std::filesystem::path client_ca;
  std::vector<std::string> trusted_proxies;
  net::limits limits;
};

void describe(option_visitor&, options&);

}  // namespace jembatan::net

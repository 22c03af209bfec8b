#pragma once
// One question to the running service over <data_dir>/admin.sock (HTTP/1.1, JSON under /admin/v1). Blocking, with a
// deadline.
#include <boost/json/value.hpp>
#include <filesystem>
#include <string>

#include "base/error.hpp"

namespace jembatan::cli {

struct answer {
  unsigned status = 0;
  std::string body;
};

// unavailable when nobody answers on the socket (serve does not run, or as another user: the message says so).
result<answer> ask(const std::filesystem::path& socket, const std::string& method, const std::string& target,
                   const std::string& body = {});

// The question of a command: finds the socket through the configuration, asks, and prints what went wrong to stderr.
// On success `value` is the answer's JSON; else the exit code to end with.
struct reply {
  int exit_code = 0;
  std::string text;
  boost::json::value value;
};
reply ask_service(const std::filesystem::path& config, const std::string& method, const std::string& target);

// %-encodes what may not stand in a query (RFC 3986 section 2.1).
std::string encode_query(const std::string&);

}  // namespace jembatan::cli

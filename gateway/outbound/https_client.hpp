#pragma once
// Outgoing HTTPS, as an interface: adapters call it on their own thread and block until an answer or the deadline;
// tests and simulations put a fake behind it. Nothing here survives a crash. What a failure means for the other side:
// except where the connection was never made, a failed request may still have been acted upon.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/quantity.hpp"
#include "base/time.hpp"

namespace jembatan::outbound {

struct header {
  std::string name;
  std::string value;
};

struct request {
  std::string method = "GET";
  std::string url;    // https only
  std::string route;  // what logs show instead of the path ("/pns/rw-kursus/{nip}"): a real path may hold a NIP
  std::vector<header> headers = {};
  std::string body = {};
  duration deadline = std::chrono::seconds{30};  // for the whole exchange
  duration connect_deadline = std::chrono::seconds{10};
  std::size_t response_limit = 1 * MiB;  // of the body
};

struct response {
  int status = 0;
  std::string content_type;  // as sent, may be empty
  std::string body;
};

class https_client {
 public:
  virtual ~https_client() = default;
  // Any status is a response. Fails with timeout (a deadline passed), unavailable (no name, no connection, reset, no
  // answer), denied (TLS: the certificate is not trusted or does not fit the host), full (the body is longer than the
  // limit), invalid (no https URL) or cancelled. No redirect is followed: a redirect is a response like any other.
  virtual result<response> send(const request&) = 0;
  // Ends running and later calls soon, from any thread. Where every call ends at once there is nothing to do.
  virtual void cancel() {}
};

// Host of an https URL, for logs and headers; empty when it is none.
std::string_view host_of(std::string_view url);
bool is_https(std::string_view url);

}  // namespace jembatan::outbound

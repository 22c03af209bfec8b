#pragma once
// One request as a handler sees it. Every view points into the connection's buffers: valid until the handler has
// returned its response, not longer. The same object is filled again for the next request of the connection.
#include <sys/types.h>

#include <array>
#include <boost/beast/http/verb.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jembatan::http {

using verb = boost::beast::http::verb;

struct field {
  std::string_view name;
  std::string_view value;
};

// Who is at the other end.
struct remote_peer {
  std::string address;       // without port; behind a trusted proxy the address that it forwards. Audit trail only
  std::string tls;           // "TLSv1.3"; empty where there is no TLS
  std::optional<uid_t> uid;  // of the process at the other end of a Unix socket
};

struct request {
  verb method = verb::get;
  std::string_view path;   // as sent, without query
  std::string_view query;  // as sent, without '?'
  std::vector<field> fields;
  std::string_view body;
  remote_peer peer;

  // Filled by the router from "/v1/zoom/{source}".
  static constexpr std::size_t most_parameters = 4;
  std::array<field, most_parameters> parameters{};
  std::size_t parameter_count = 0;

  // First header field of that name (any case); nothing if there is none.
  std::optional<std::string_view> header(std::string_view name) const;
  // "application/json" of "application/json; charset=utf-8"; empty if there is none.
  std::string_view content_type() const;
  // As sent, not decoded; empty if the pattern has no such parameter.
  std::string_view parameter(std::string_view name) const;
  // First value of that name, decoded; nothing if it is absent or wrongly encoded.
  std::optional<std::string> query_value(std::string_view name) const;
  // Forgets the last request, keeps the peer and the memory.
  void clear();
};

// "%2F" -> "/", and '+' -> ' ' where it is a form's. Nothing if the encoding is wrong. Pure.
std::optional<std::string> percent_decode(std::string_view, bool form);

}  // namespace jembatan::http

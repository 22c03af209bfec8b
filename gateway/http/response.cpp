#include "http/response.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace jembatan::http {
namespace {

bool is_visible(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

void append_number(std::size_t n, std::string& out) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr;
  out.append(digits.data(), end);
}

}  // namespace

response& response::add_field(std::string_view name, std::string_view value) {
  if (name.empty() || !is_visible(name) || !is_visible(value)) return *this;
  fields.reserve(fields.size() + name.size() + value.size() + 4);
  fields.append(name).append(": ").append(value).append("\r\n");
  return *this;
}

response text(std::string body, unsigned status) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(body)};
}

response json(std::string body, unsigned status) {
  return {.status = status, .content_type = "application/json", .body = std::move(body)};
}

std::string_view reason_phrase(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

void serialise(const response& r, const framing& f, std::string& out) {
  out.append("HTTP/1.1 ");
  append_number(r.status, out);
  out.append(" ").append(reason_phrase(r.status)).append("\r\n");
  // RFC 9110 8.6: no Content-Length with 204.
  if (r.status != 204) {
    out.append("Content-Length: ");
    append_number(r.body.size(), out);
    out.append("\r\n");
  }
  out.append(f.date);
  if (!r.content_type.empty()) out.append("Content-Type: ").append(r.content_type).append("\r\n");
  out.append(r.fields);
  if (!f.keep_alive) out.append("Connection: close\r\n");
  out.append("\r\n");
  if (!f.head && r.status != 204) out.append(r.body);
}

}  // namespace jembatan::http

#include "http/request_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

namespace jembatan::http {
namespace {

namespace bhttp = boost::beast::http;

constexpr std::size_t most_fields = 100;
// Bytes of chunk framing for each byte of body: a chunk of one byte takes five ("1\r\nx\r\n" less the byte), and some
// senders write sizes with leading zeros. What exceeds this is not sending a body.
constexpr std::uint64_t most_framing = 16;
// The shortest rest of a chunked body, "0\r\n\r\n": with less Beast asserts, and no message ends in less.
constexpr std::size_t shortest_end = 5;

std::string_view plain(boost::beast::string_view s) {
  return {s.data(), s.size()};
}

bool lies_within(std::string_view part, std::string_view whole) {
  const std::less_equal<const char*> before;
  return before(whole.data(), part.data()) && before(part.data() + part.size(), whole.data() + whole.size());
}

// RFC 9112 5.2: Beast unfolds a folded line into memory of its own, but after an empty first line in its place. There a
// "Transfer-Encoding:\r\n chunked" would count, which others read as an empty coding.
bool is_folded(std::string_view name, std::string_view value, std::string_view received) {
  if (!lies_within(value, received)) return true;
  const auto* colon = name.data() + name.size();
  return std::string_view(colon, static_cast<std::size_t>(value.data() - colon)).find('\r') != std::string_view::npos;
}

// Whether the request line ends in a version of HTTP that is not ours; else it is no request line at all.
bool names_other_version(std::string_view received) {
  const auto line = received.substr(0, received.find_first_of("\r\n"));
  constexpr std::string_view form = "HTTP/d.d";
  if (line.size() < form.size()) return false;
  const auto version = line.substr(line.size() - form.size());
  const auto digit = [&](std::size_t at) { return version[at] >= '0' && version[at] <= '9'; };
  return version.starts_with("HTTP/") && digit(5) && version[6] == '.' && digit(7) && version != "HTTP/1.0" &&
         version != "HTTP/1.1";
}

}  // namespace

unsigned status_of(defect d) {
  switch (d) {
    case defect::malformed:
    case defect::framing:
      return 400;
    case defect::coding:
      return 501;
    case defect::version:
      return 505;
    case defect::too_long:
      return 431;
    case defect::body:
      return 413;
  }
  return 400;
}

request_parser::request_parser(request& r, std::size_t limit) : request_(r), header_limit_(limit) {
  header_limit(static_cast<std::uint32_t>(limit));
  body_limit(boost::none);  // by route, once that is known
  eager(false);
}

void request_parser::refuse(defect d, error_code& ec) {
  refused_ = d;
  ec = bhttp::error::bad_value;
}

void request_parser::on_request_impl(verb method, string_view, string_view target, int version, error_code&) {
  auto whole = plain(target);
  // RFC 9112 3.2.2: absolute-form is accepted; what it says of the host does not matter to us.
  if (const auto scheme = whole.find("://"); scheme != std::string_view::npos && whole.front() != '/') {
    const auto slash = whole.find('/', scheme + 3);
    whole = slash == std::string_view::npos ? std::string_view("/") : whole.substr(slash);
  }
  const auto mark = whole.find('?');
  request_.method = method;
  request_.path = whole.substr(0, mark);
  request_.query = mark == std::string_view::npos ? std::string_view{} : whole.substr(mark + 1);
  http_1_0_ = version == 10;
}

void request_parser::on_field_impl(bhttp::field name, string_view name_text, string_view value, error_code& ec) {
  if (header_done_) return;  // trailers carry nothing that we use
  const auto text = plain(value);
  if (is_folded(plain(name_text), text, received_)) return refuse(defect::malformed, ec);
  if (request_.fields.size() == most_fields) return refuse(defect::too_long, ec);
  // RFC 9112 6.3: several lengths, or a list of equal ones, are where proxies differ.
  if (name == bhttp::field::content_length && (++lengths_ > 1 || text.find(',') != std::string_view::npos))
    return refuse(defect::framing, ec);
  if (name == bhttp::field::transfer_encoding) {
    if (++codings_ > 1) return refuse(defect::framing, ec);
    if (!boost::beast::iequals(value, "chunked")) return refuse(defect::coding, ec);
  }
  if (lengths_ != 0 && codings_ != 0) return refuse(defect::framing, ec);
  if (name == bhttp::field::host && ++hosts_ > 1) return refuse(defect::framing, ec);
  if (name == bhttp::field::expect && boost::beast::iequals(value, "100-continue")) expects_continue_ = true;
  request_.fields.push_back({plain(name_text), text});
}

void request_parser::on_header_impl(error_code& ec) {
  // RFC 9112 3.2: a request of HTTP/1.1 names its host; 6.1: chunked is not for HTTP/1.0.
  if (!http_1_0_ && hosts_ == 0) return refuse(defect::malformed, ec);
  if (http_1_0_ && codings_ != 0) return refuse(defect::framing, ec);
}

void request_parser::on_chunk_header_impl(std::uint64_t size, string_view, error_code& ec) {
  if (size > limit_ - body_->size()) refuse(defect::body, ec);
}

std::size_t request_parser::on_chunk_body_impl(std::uint64_t, string_view part, error_code&) {
  body_->append(part.data(), part.size());
  return part.size();
}

request_parser::state request_parser::fail(const error_code& ec) {
  if (refused_) {
    defect_ = *refused_;
  } else if (ec == bhttp::error::header_limit) {
    defect_ = defect::too_long;
  } else if (ec == bhttp::error::bad_version && names_other_version(received_)) {
    defect_ = defect::version;
  } else if (ec == bhttp::error::bad_content_length || ec == bhttp::error::multiple_content_length ||
             ec == bhttp::error::bad_transfer_encoding) {
    defect_ = defect::framing;
  } else {
    defect_ = defect::malformed;
  }
  return state::defective;
}

request_parser::state request_parser::parse_header(std::string_view received) {
  received_ = received;
  error_code ec;
  const auto rest = received.substr(parsed_);
  parsed_ += put(boost::asio::buffer(rest.data(), rest.size()), ec);
  const bool unfinished = ec == bhttp::error::need_more;
  if (ec && !unfinished) return fail(ec);
  if ((unfinished ? received.size() : parsed_) > header_limit_) return fail(bhttp::error::header_limit);
  if (unfinished) return state::needs_more;
  header_done_ = true;
  header_size_ = parsed_;
  return state::complete;
}

announced_body request_parser::announced() const {
  announced_body b;
  b.chunked = chunked();
  if (const auto n = content_length()) b.length = *n;
  return b;
}

request_parser::state request_parser::parse_chunks(std::string_view bytes, std::string& body, std::uint64_t limit,
                                                   std::size_t& used) {
  body_ = &body;
  limit_ = limit;
  used = 0;
  while (!is_done()) {
    const auto rest = bytes.substr(used);
    if (rest.size() < shortest_end) break;
    error_code ec;
    const auto taken = put(boost::asio::buffer(rest.data(), rest.size()), ec);
    used += taken;
    chunked_ += taken;
    if (ec == bhttp::error::need_more) break;
    if (ec) return fail(ec);
    if (chunked_ > header_limit_ + most_framing * body.size()) return fail(bhttp::error::header_limit);
  }
  return is_done() ? state::complete : state::needs_more;
}

}  // namespace jembatan::http

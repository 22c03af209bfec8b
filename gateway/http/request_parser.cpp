#include "http/request_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

namespace jembatan::http {
namespace {

namespace bhttp = boost::beast::http;

constexpr std::size_t most_fields = 100;

std::string_view plain(boost::beast::string_view s) {
  return {s.data(), s.size()};
}

bool lies_within(std::string_view part, std::string_view whole) {
  const std::less_equal<const char*> before;
  return before(whole.data(), part.data()) && before(part.data() + part.size(), whole.data() + whole.size());
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
  // RFC 9112 5.2: Beast unfolds a folded line into memory of its own; we refuse it.
  if (!text.empty() && !lies_within(text, received_)) return refuse(defect::malformed, ec);
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
  } else if (ec == bhttp::error::bad_version) {
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
    error_code ec;
    const auto rest = bytes.substr(used);
    used += put(boost::asio::buffer(rest.data(), rest.size()), ec);
    if (ec == bhttp::error::need_more) return state::needs_more;
    if (ec) return fail(ec);
    if (rest.empty()) return state::needs_more;
  }
  return state::complete;
}

}  // namespace jembatan::http

#pragma once
// One HTTP/1 request out of the bytes of a connection: Beast's grammar, and stricter where two parsers could disagree
// about where a message ends (RFC 9112 11.2, request smuggling). Pure; one object per request.
#include <boost/beast/http/basic_parser.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/router.hpp"

namespace jembatan::http {

// What is wrong with a request. Each has one status (status_of).
enum class defect {
  malformed,  // no HTTP/1: 400
  framing,    // its length can be read in two ways: 400
  coding,     // a transfer coding other than chunked: 501
  version,    // neither 1.0 nor 1.1: 505
  too_long,   // header, chunk header or the framing of chunks over the limit: 431
  body,       // chunked body over the route's limit: 413
};
unsigned status_of(defect);

class request_parser final : private boost::beast::http::basic_parser<true> {
 public:
  enum class state { needs_more, complete, defective };

  // Fills the request with views into what parse_header() is given.
  request_parser(request&, std::size_t header_limit);

  // All bytes of the request so far, at the same place each time. Complete: header_size() is known.
  state parse_header(std::string_view received);
  std::size_t header_size() const { return header_size_; }
  announced_body announced() const;
  bool expects_continue() const { return expects_continue_; }
  bool keeps_alive() const { return keep_alive(); }
  bool is_http_1_0() const { return http_1_0_; }

  // After a chunked header: what follows it. Appends to `body`, at most `limit` bytes of it, and says in `used` how
  // many of the bytes are done with.
  state parse_chunks(std::string_view bytes, std::string& body, std::uint64_t limit, std::size_t& used);

  defect what() const { return defect_; }

 private:
  using error_code = boost::beast::error_code;
  using string_view = boost::beast::string_view;

  void on_request_impl(verb, string_view method, string_view target, int version, error_code&) override;
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_field_impl(boost::beast::http::field, string_view name, string_view value, error_code&) override;
  void on_header_impl(error_code&) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view, error_code&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t size, string_view extensions, error_code&) override;
  std::size_t on_chunk_body_impl(std::uint64_t remain, string_view, error_code&) override;
  void on_finish_impl(error_code&) override {}

  void refuse(defect, error_code&);
  state fail(const error_code&);

  request& request_;
  std::size_t header_limit_;
  std::string_view received_;
  std::size_t header_size_ = 0;
  std::size_t parsed_ = 0;
  int lengths_ = 0;
  int codings_ = 0;
  int hosts_ = 0;
  bool http_1_0_ = false;
  bool expects_continue_ = false;
  bool header_done_ = false;
  std::optional<defect> refused_;
  defect defect_ = defect::malformed;
  std::uint64_t chunked_ = 0;  // bytes of the chunked body so far, framing included
  std::string* body_ = nullptr;
  std::uint64_t limit_ = 0;
};

}  // namespace jembatan::http

#include "http/request_parser.hpp"

#include <gtest/gtest.h>

namespace jembatan::http {
namespace {

using state = request_parser::state;

struct parsed {
  explicit parsed(std::string text, std::size_t limit = 1024) : bytes(std::move(text)), parser(r, limit) {
    result = parser.parse_header(bytes);
  }
  std::string bytes;
  request r;
  request_parser parser;
  state result;
};

void expect_refused(const std::string& text, defect why) {
  parsed p(text);
  EXPECT_EQ(p.result, state::defective) << text;
  EXPECT_EQ(p.parser.what(), why) << text;
}

TEST(request_parser, splits_target_fields_and_size) {
  const std::string header = "POST /v1/x?a=b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n";
  parsed p(header + "abc");
  ASSERT_EQ(p.result, state::complete);
  EXPECT_EQ(p.r.method, verb::post);
  EXPECT_EQ(p.r.path, "/v1/x");
  EXPECT_EQ(p.r.query, "a=b");
  EXPECT_EQ(p.r.header("host"), "h");
  EXPECT_EQ(p.parser.header_size(), header.size());
  EXPECT_EQ(p.parser.announced().length, 3U);
  EXPECT_TRUE(p.parser.keeps_alive());
}

TEST(request_parser, takes_a_header_byte_by_byte) {
  const std::string text = "GET / HTTP/1.1\r\nHost: h\r\nX-A: b\r\n\r\n";
  request r;
  request_parser parser(r, 1024);
  for (std::size_t n = 1; n < text.size(); ++n)
    ASSERT_EQ(parser.parse_header(std::string_view(text).substr(0, n)), state::needs_more) << n;
  ASSERT_EQ(parser.parse_header(text), state::complete);
  EXPECT_EQ(r.header("x-a"), "b");
}

TEST(request_parser, takes_the_absolute_form_of_a_target) {
  EXPECT_EQ(parsed("GET http://h:1/v1/x?q HTTP/1.1\r\nHost: h\r\n\r\n").r.path, "/v1/x");
  EXPECT_EQ(parsed("GET http://h HTTP/1.1\r\nHost: h\r\n\r\n").r.path, "/");
}

TEST(request_parser, refuses_lengths_that_can_be_read_in_two_ways) {
  const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
  expect_refused(post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", defect::framing);
  expect_refused(post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", defect::framing);
  expect_refused(post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\n", defect::framing);
  expect_refused(post + "Content-Length: 3, 3\r\n\r\n", defect::framing);
  expect_refused(post + "Content-Length: +3\r\n\r\n", defect::framing);
  expect_refused(post + "Content-Length: 99999999999999999999\r\n\r\n", defect::framing);
  expect_refused(post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", defect::framing);
  expect_refused(post + "Transfer-Encoding: gzip\r\n\r\n", defect::coding);
  expect_refused(post + "Transfer-Encoding: gzip, chunked\r\n\r\n", defect::coding);
  expect_refused(post + "Transfer-Encoding: xchunked\r\n\r\n", defect::coding);
  expect_refused("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", defect::framing);
  expect_refused(post + "Host: other\r\n\r\n", defect::framing);
}

TEST(request_parser, refuses_lengths_and_codings_that_are_nearly_right) {
  const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
  for (const auto* length : {"", "-1", "0x10", "1_0", "5,", ",5", "5;5", "5 5", "\"5\"", "18446744073709551616", "1e3"})
    expect_refused(post + "Content-Length: " + length + "\r\n\r\n", defect::framing);
  for (const auto* coding : {"", "identity", "chunked;q=1", "chunked, chunked", "chunked, identity", "\"chunked\"",
                             "chunked\x80", "x chunked", ",chunked", "chunked,"})
    expect_refused(post + "Transfer-Encoding: " + coding + "\r\n\r\n", defect::coding);
  expect_refused(post +
                     "Transfer-Encoding: \x0b"
                     "chunked\r\n\r\n",
                 defect::malformed);
  parsed spaced(post + "Transfer-Encoding:  Chunked \t\r\n\r\n");
  ASSERT_EQ(spaced.result, state::complete);
  EXPECT_TRUE(spaced.parser.announced().chunked);
  // Another header, whatever some parsers make of its name.
  EXPECT_FALSE(parsed(post + "Transfer_Encoding: chunked\r\n\r\n").parser.announced().chunked);
}

TEST(request_parser, refuses_what_is_no_http_1) {
  expect_refused("GET /\r\n\r\n", defect::malformed);
  expect_refused("GET / HTTP/2.0\r\nHost: h\r\n\r\n", defect::version);
  expect_refused("GET / HTTP/1.1\r\n\r\n", defect::malformed);
  expect_refused(std::string("\x16\x03\x01\x02\x00\x01", 6) + "\r\n\r\n", defect::malformed);
}

TEST(request_parser, tells_another_version_from_a_broken_request_line) {
  for (const auto* version : {"HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/3.0"})
    expect_refused("GET / " + std::string(version) + "\r\nHost: h\r\n\r\n", defect::version);
  expect_refused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", defect::version);
  for (const auto* line : {"GET / HTTP/1.1 ", "GET / http/1.1", "GET /a b HTTP/1.1", "GET  / HTTP/1.1", "GET / HTTP/11",
                           "GET / HTTP/1.1x", "GET / ", " GET / HTTP/1.1", "GET\t/ HTTP/1.1", "GET /\t HTTP/1.1", ""})
    expect_refused(std::string(line) + "\r\nHost: h\r\n\r\n", defect::malformed);
}

TEST(request_parser, refuses_a_request_of_http_0_9_without_waiting_for_more) {
  expect_refused("GET /\r\n", defect::malformed);
}

TEST(request_parser, refuses_lines_that_end_in_less_than_crlf) {
  const std::string get = "GET / HTTP/1.1\r\nHost: h\r\n";
  expect_refused("GET / HTTP/1.1\nHost: h\n\n", defect::malformed);
  expect_refused(get + "X: a\nContent-Length: 5\r\n\r\n", defect::malformed);
  expect_refused(get + "X: a\rContent-Length: 5\r\n\r\n", defect::malformed);
  expect_refused(get + "X: a\r\r\n\r\n", defect::malformed);
  expect_refused(get + "X: a\r\n\rX\r\n\r\n", defect::malformed);
  expect_refused(get + std::string("X: a\0b\r\n\r\n", 11), defect::malformed);
}

TEST(request_parser, refuses_folded_lines_wherever_they_fold) {
  const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
  for (const auto* field :
       {"X: a\r\n b", "X: a\r\n\tb", "X: a\r\n ", "X:\r\n b", "X:\r\n ", "X:\r\n \r\n b",
        "Transfer-Encoding:\r\n chunked", "Transfer-Encoding: \r\n\tchunked", "Content-Length:\r\n 5", " X: a"})
    expect_refused(post + field + "\r\n\r\n", defect::malformed);
  expect_refused(post + "Content-Length: 5\r\n 6\r\n\r\n", defect::framing);
  expect_refused("GET / HTTP/1.1\r\n Host: h\r\n\r\n", defect::malformed);
}

TEST(request_parser, refuses_names_that_are_no_tokens) {
  for (const auto* field :
       {"Host : h", "X Y: a", "X\t: a", ": a", "X", "X\x80: a", "(X): a", "Transfer-Encoding : chunked"})
    expect_refused("GET / HTTP/1.1\r\n" + std::string(field) + "\r\n\r\n", defect::malformed);
}

TEST(request_parser, takes_http_1_0_without_host) {
  parsed p("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(p.result, state::complete);
  EXPECT_TRUE(p.parser.is_http_1_0());
}

TEST(request_parser, refuses_a_header_over_the_limit) {
  const std::string begin = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
  expect_refused(begin + std::string(1024, 'a') + "\r\n\r\n", defect::too_long);
  expect_refused(begin + std::string(1024, 'a'), defect::too_long);
  std::string many = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 150; ++i) many += "A:\r\n";
  expect_refused(many + "\r\n", defect::too_long);
}

TEST(request_parser, knows_the_expectation) {
  EXPECT_TRUE(parsed("PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\n\r\n").parser.expects_continue());
  EXPECT_FALSE(parsed("PUT / HTTP/1.1\r\nHost: h\r\n\r\n").parser.expects_continue());
}

class chunks_test : public testing::Test {
 protected:
  chunks_test() : head_("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"), parser_(r_, 1024) {
    EXPECT_EQ(parser_.parse_header(head_), state::complete);
  }
  // Feeds `piece` bytes at a time, keeping what the parser has not used, as a connection does.
  state feed(std::string_view text, std::size_t piece, std::uint64_t limit = 100) {
    std::string pending;
    auto s = state::needs_more;
    while (s == state::needs_more && !text.empty()) {
      pending.append(text.substr(0, piece));
      text.remove_prefix(std::min(piece, text.size()));
      std::size_t used = 0;
      s = parser_.parse_chunks(pending, body_, limit, used);
      pending.erase(0, used);
    }
    rest_ = pending + std::string(text);
    return s;
  }
  std::string head_;
  request r_;
  request_parser parser_;
  std::string body_, rest_;
};

TEST_F(chunks_test, are_joined_and_what_follows_is_left) {
  EXPECT_EQ(feed("3;ext=1\r\nabc\r\n0a\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\nGET ", 1000), state::complete);
  EXPECT_EQ(body_, "abc0123456789");
  EXPECT_EQ(rest_, "GET ");
}

TEST_F(chunks_test, may_come_byte_by_byte) {
  EXPECT_EQ(feed("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 1), state::complete);
  EXPECT_EQ(body_, "abcde");
}

TEST_F(chunks_test, are_refused_as_soon_as_one_would_exceed_the_limit) {
  EXPECT_EQ(feed("60\r\n" + std::string(96, 'a') + "\r\n5\r\n", 1000), state::defective);
  EXPECT_EQ(parser_.what(), defect::body);
  EXPECT_EQ(body_.size(), 96U);
}

TEST_F(chunks_test, are_refused_when_malformed) {
  EXPECT_EQ(feed("zz\r\nabc\r\n", 1000), state::defective);
  EXPECT_EQ(parser_.what(), defect::malformed);
}

TEST_F(chunks_test, are_refused_when_longer_than_their_size) {
  EXPECT_EQ(feed("2\r\nabc\r\n0\r\n\r\n", 1000), state::defective);
}

TEST_F(chunks_test, of_an_empty_body_may_come_byte_by_byte) {
  EXPECT_EQ(feed("0\r\n\r\n", 1), state::complete);
  EXPECT_EQ(body_, "");
}

class bad_chunk_test : public chunks_test, public testing::WithParamInterface<const char*> {};

TEST_P(bad_chunk_test, is_refused) {
  const auto got = feed(std::string(GetParam()) + "\r\nhello\r\n0\r\n\r\n", 1000);
  EXPECT_EQ(got, state::defective);
  EXPECT_EQ(body_, "");
}

INSTANTIATE_TEST_SUITE_P(sizes, bad_chunk_test,
                         testing::Values("", " 5", "5 ", "+5", "-5", "0x5", "5g", "5\n", "5;", "5;\r", "5 ; =x",
                                         "5;a=\"\r\n\"", "5,5", "\x00", "10000000000000005", "ffffffffffffffff",
                                         "7fffffffffffffff"));

TEST_F(chunks_test, do_not_grow_a_body_by_extensions) {
  std::string text;
  for (int i = 0; i < 90; ++i) text += "1;" + std::string(900, 'e') + "\r\nx\r\n";
  EXPECT_EQ(feed(text, 1000), state::defective);
  EXPECT_EQ(parser_.what(), defect::too_long);
  EXPECT_LT(body_.size(), 5U);
}

TEST_F(chunks_test, may_be_of_one_byte_each) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "01\r\nx\r\n";
  EXPECT_EQ(feed(text + "0\r\n\r\n", 1000), state::complete);
  EXPECT_EQ(body_.size(), 100U);
}

TEST_F(chunks_test, have_trailers_that_say_nothing_about_lengths) {
  EXPECT_EQ(feed("0\r\nContent-Length: 5\r\n\r\n", 1000), state::defective);
  EXPECT_EQ(parser_.what(), defect::framing);
}

}  // namespace
}  // namespace jembatan::http

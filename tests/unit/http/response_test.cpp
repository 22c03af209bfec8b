#include "http/response.hpp"

#include <gtest/gtest.h>

namespace jembatan::http {
namespace {

std::string bytes_of(const response& r, bool keep_alive, bool head) {
  std::string out;
  serialise(r, {.keep_alive = keep_alive, .head = head}, out);
  return out;
}

TEST(response, is_framed_by_its_length) {
  EXPECT_EQ(bytes_of(text("hi"), true, false),
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhi");
}

TEST(response, has_the_date_line_that_it_is_given) {
  std::string out;
  serialise({}, {.date = "Date: Mon, 16 Mar 2026 01:00:00 GMT\r\n"}, out);
  EXPECT_EQ(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: Mon, 16 Mar 2026 01:00:00 GMT\r\n\r\n");
}

TEST(response, says_that_the_connection_ends) {
  EXPECT_EQ(bytes_of({}, false, false), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

TEST(response, to_head_has_the_length_and_no_body) {
  const auto bytes = bytes_of(json("{}"), true, true);
  EXPECT_NE(bytes.find("Content-Length: 2\r\n"), std::string::npos);
  EXPECT_TRUE(bytes.ends_with("\r\n\r\n"));
}

TEST(response, without_content_has_no_length) {
  EXPECT_EQ(bytes_of(text({}, 204), true, false),
            "HTTP/1.1 204 No Content\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
}

TEST(response, drops_a_field_that_would_forge_a_header) {
  response r;
  r.add_field("Good", "yes").add_field("Bad", "x\r\nSet-Cookie: y").add_field("Al\nso", "x");
  EXPECT_EQ(r.fields, "Good: yes\r\n");
}

}  // namespace
}  // namespace jembatan::http

#include "http/date.hpp"

#include <gtest/gtest.h>

#include "server_fixture.hpp"

namespace jembatan::http {
namespace {

time_point at(std::string_view rfc3339) {
  return parse_rfc3339(rfc3339).value();
}

// The example of RFC 9110 5.6.7.
TEST(http_date, is_written_as_the_standard_says) {
  EXPECT_EQ(format_http_date(at("1994-11-06T08:49:37Z")), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(format_http_date(at("2028-02-29T23:59:59.999Z")), "Tue, 29 Feb 2028 23:59:59 GMT");
}

TEST(http_date, line_follows_the_clock_forward_and_back) {
  EXPECT_EQ(date_line(at("2026-03-16T01:00:00Z")), "Date: Mon, 16 Mar 2026 01:00:00 GMT\r\n");
  EXPECT_EQ(date_line(at("2026-03-16T01:00:00.999Z")), "Date: Mon, 16 Mar 2026 01:00:00 GMT\r\n");
  EXPECT_EQ(date_line(at("2026-03-16T01:00:01Z")), "Date: Mon, 16 Mar 2026 01:00:01 GMT\r\n");
  EXPECT_EQ(date_line(at("2026-03-16T00:00:00Z")), "Date: Mon, 16 Mar 2026 00:00:00 GMT\r\n");
}

class date_in_answers : public server_fixture {};

TEST_F(date_in_answers, stands_in_good_ones_and_in_refusals) {
  clock_.set(at("2026-03-16T01:00:00Z"));
  auto client = connect();
  EXPECT_NE(client.exchange(get("/about")).find("\r\nDate: Mon, 16 Mar 2026 01:00:00 GMT\r\n"), std::string::npos);
  clock_.advance(std::chrono::seconds{61});
  EXPECT_NE(client.exchange(get("/nowhere")).find("\r\nDate: Mon, 16 Mar 2026 01:01:01 GMT\r\n"), std::string::npos);
}

}  // namespace
}  // namespace jembatan::http

#include "http/request.hpp"

#include <gtest/gtest.h>

namespace jembatan::http {
namespace {

TEST(percent_decode, reads_escapes_and_plus_only_in_forms) {
  EXPECT_EQ(percent_decode("a%2Fb%c3%a9+c", false), "a/b\xc3\xa9+c");
  EXPECT_EQ(percent_decode("a+b", true), "a b");
}

TEST(percent_decode, refuses_broken_escapes) {
  for (const auto* text : {"%", "%2", "%zz", "a%4"}) EXPECT_FALSE(percent_decode(text, false)) << text;
}

TEST(request, finds_a_header_in_any_case) {
  request r;
  r.fields = {{"Content-Type", "application/json ; charset=utf-8"}, {"X-Zm-Signature", "v0=1"}};
  EXPECT_EQ(r.header("x-zm-signature"), "v0=1");
  EXPECT_FALSE(r.header("x-zm"));
  EXPECT_EQ(r.content_type(), "application/json");
}

TEST(request, decodes_the_query_value_that_is_asked_for) {
  request r;
  r.query = "after=10&unit=dinas+A%26B&flag&bad=%q";
  EXPECT_EQ(r.query_value("unit"), "dinas A&B");
  EXPECT_EQ(r.query_value("flag"), "");
  EXPECT_FALSE(r.query_value("missing"));
  EXPECT_FALSE(r.query_value("bad"));
}

}  // namespace
}  // namespace jembatan::http

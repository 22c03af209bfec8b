#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sstream>

#include "cli/admin_client.hpp"
#include "cli/json_fields.hpp"
#include "cli/table.hpp"

namespace jembatan::cli {
namespace {

TEST(table, aligns_columns_by_what_a_terminal_shows) {
  table t({"NAMA", "JP"});
  t.add({"Sitti Nürbaya", "24"});
  t.add({"Budi", "8"});
  std::ostringstream out;
  t.print(out);
  EXPECT_EQ(out.str(), "NAMA           JP\nSitti Nürbaya  24\nBudi           8\n");
}

TEST(table, with_a_heading_alone_is_empty) {
  table t({"A"});
  EXPECT_TRUE(t.empty());
  t.add({"1"});
  EXPECT_FALSE(t.empty());
}

TEST(json_fields, an_absent_field_is_empty_text) {
  const auto v = boost::json::parse(R"({"s":"text","n":4,"b":true,"l":["a","b"],"z":null})");
  EXPECT_EQ(text_at(v, "s"), "text");
  EXPECT_EQ(text_at(v, "n"), "4");
  EXPECT_EQ(text_at(v, "b"), "true");
  EXPECT_EQ(text_at(v, "l"), "a b");
  EXPECT_EQ(text_at(v, "z"), "");
  EXPECT_EQ(text_at(v, "nothing"), "");
  EXPECT_TRUE(array_at(v, "s").empty());
  EXPECT_EQ(array_at(v, "l").size(), 2U);
}

TEST(encode_query, leaves_only_unreserved_characters) {
  EXPECT_EQ(encode_query("P-01_a.b~"), "P-01_a.b~");
  EXPECT_EQ(encode_query("a b&c=d/é"), "a%20b%26c%3Dd%2F%C3%A9");
}

TEST(ask, says_what_to_do_when_nobody_answers) {
  const auto got = ask("/nonexistent/admin.sock", "GET", "/admin/v1/status");
  ASSERT_TRUE(got.has_error());
  EXPECT_TRUE(got.error().is(errc::unavailable));
  EXPECT_NE(got.error().context.find("jembatan serve"), std::string::npos);
  EXPECT_TRUE(ask("/" + std::string(200, 'x'), "GET", "/").error().is(errc::invalid));
}

}  // namespace
}  // namespace jembatan::cli

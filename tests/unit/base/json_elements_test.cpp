#include "base/json_elements.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace jembatan {
namespace {

using testing::ElementsAre;

struct seen {
  std::vector<std::string> elements;
  bool whole;
};

seen all_of(const std::string& text) {
  json_elements e(text);
  seen s;
  while (const auto one = e.next()) s.elements.emplace_back(*one);
  s.whole = e.whole();
  return s;
}

TEST(json_elements, are_what_stands_between_the_commas) {
  const auto s = all_of("\t[ {\"a\":[1,{}]} ,\n[2,3], \"x\" ]\r\n");
  EXPECT_THAT(s.elements, ElementsAre("{\"a\":[1,{}]}", "[2,3]", "\"x\""));
  EXPECT_TRUE(s.whole);
}

TEST(json_elements, are_none_of_an_empty_array) {
  EXPECT_THAT(all_of(" [ ] ").elements, ElementsAre());
  EXPECT_TRUE(all_of("[]").whole);
}

TEST(json_elements, do_not_end_within_text) {
  EXPECT_THAT(all_of(R"(["],[", "\"]", "\\", 1])").elements, ElementsAre(R"("],[")", R"("\"]")", R"("\\")", "1"));
}

TEST(json_elements, need_not_be_json) {
  EXPECT_THAT(all_of("[{bad},\xff, 01]").elements, ElementsAre("{bad}", "\xff", "01"));
}

TEST(json_elements, are_of_whole_arrays_only) {
  for (const auto* broken : {"", " ", "{}", "7", "[", "[1", "[1,", "[1,]", "[,1]", "[1,,2]", "[1]]", "[1] 2", "[\"",
                             "[\"\\", "[1}", "[}", "[{", "[][]", "x[1]"}) {
    EXPECT_FALSE(all_of(broken).whole) << broken;
  }
}

TEST(json_elements, give_nothing_more_at_their_end) {
  json_elements e("[1]");
  EXPECT_TRUE(e.next());
  EXPECT_FALSE(e.next());
  EXPECT_FALSE(e.next());
  EXPECT_EQ(e.position(), 3U);
}

}  // namespace
}  // namespace jembatan

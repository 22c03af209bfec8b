#include "pump/split.hpp"

#include <gmock/gmock.h>

namespace jembatan::pump {
namespace {

using testing::ElementsAre;
using testing::Optional;

TEST(split, leaves_a_zoom_body_whole) {
  EXPECT_THAT(split("zoom", R"({"event":1})"), Optional(ElementsAre(R"({"event":1})")));
}

TEST(split, keeps_a_zoom_body_that_is_no_json) {
  EXPECT_THAT(split("zoom", "<html>"), Optional(ElementsAre("<html>")));
}

TEST(split, takes_the_statements_of_an_xapi_body_as_they_are) {
  EXPECT_THAT(split("xapi", " [ {\"a\":[1,2]} , 7,\"],\" ] "), Optional(ElementsAre("{\"a\":[1,2]}", "7", "\"],\"")));
  EXPECT_THAT(split("xapi", "[]"), Optional(ElementsAre()));
}

TEST(split, takes_an_xapi_statement_alone) {
  EXPECT_THAT(split("xapi", "{\"a\":1}"), Optional(ElementsAre("{\"a\":1}")));
}

TEST(split, keeps_an_xapi_body_that_is_no_whole_array) {
  for (const std::string body : {"", "[1", "[1]]", "[,]", "[1,]", "<html>"})
    EXPECT_THAT(split("xapi", body), Optional(ElementsAre(body)));
}

TEST(split, keeps_apart_what_is_wrong_within) {
  EXPECT_THAT(split("xapi", "[{\"a\":\xff},{bad},2]"), Optional(ElementsAre("{\"a\":\xff}", "{bad}", "2")));
}

TEST(split, knows_no_other_type) {
  EXPECT_EQ(split("gopher", "{}"), std::nullopt);
  EXPECT_EQ(split("", "{}"), std::nullopt);
}

}  // namespace
}  // namespace jembatan::pump

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

TEST(split, knows_no_other_type) {
  EXPECT_EQ(split("gopher", "{}"), std::nullopt);
  EXPECT_EQ(split("", "{}"), std::nullopt);
}

}  // namespace
}  // namespace jembatan::pump

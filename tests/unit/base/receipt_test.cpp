#include "base/receipt.hpp"

#include <gtest/gtest.h>

namespace jembatan {
namespace {

TEST(receipt, is_read_from_the_right_since_a_node_may_hold_dashes) {
  const receipt r{"edge-1", "0123456789abcdef", 42};
  EXPECT_EQ(r.text(), "jb1-edge-1-0123456789abcdef-42");
  EXPECT_EQ(parse_receipt(r.text()), r);
}

TEST(receipt, refuses_what_is_none) {
  for (const auto* wrong : {"", "jb1-", "jb1-edge-0123456789abcdef-", "jb1-edge-0123456789ABCDEF-1", "jb1-edge-0123-1",
                            "jb1--0123456789abcdef-1", "jb1-edge-0123456789abcdef-01", "jb1-edge-0123456789abcdef-1x",
                            "jb2-edge-0123456789abcdef-1", "jb1-edge-0123456789abcdef-0"})
    EXPECT_FALSE(parse_receipt(wrong)) << wrong;
}

}  // namespace
}  // namespace jembatan

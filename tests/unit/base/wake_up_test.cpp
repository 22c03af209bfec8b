#include "base/wake_up.hpp"

#include <gtest/gtest.h>

namespace jembatan {
namespace {

void count(void* n) {
  ++*static_cast<int*>(n);
}

TEST(wake_together, wakes_at_once_outside_of_a_scope) {
  int woken = 0;
  wake_together::wake(count, &woken);
  EXPECT_EQ(woken, 1);
}

TEST(wake_together, puts_off_to_the_end_of_its_scope) {
  int woken = 0;
  {
    const wake_together scope;
    wake_together::wake(count, &woken);
    wake_together::wake(count, &woken);
    EXPECT_EQ(woken, 0);
  }
  EXPECT_EQ(woken, 2);
  wake_together::wake(count, &woken);
  EXPECT_EQ(woken, 3);
}

TEST(wake_together, has_scopes_within_scopes) {
  int woken = 0;
  const wake_together outer;
  {
    const wake_together inner;
    wake_together::wake(count, &woken);
  }
  EXPECT_EQ(woken, 1);
  wake_together::wake(count, &woken);
  EXPECT_EQ(woken, 1);
}

}  // namespace
}  // namespace jembatan

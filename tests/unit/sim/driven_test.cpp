// A simulated stage comes when app::stage_thread would let it come (tests/unit/app/stage_thread_test.cpp).
#include "sim/driven.hpp"

#include <gtest/gtest.h>

namespace jembatan::sim {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class stage_in_half_an_hour final : public stage {
 public:
  const char* name() const override { return "pausing"; }
  time_point step(time_point now) override { return now + minutes{30}; }
};

class driven_stage : public testing::Test {
 protected:
  driven_stage() { s.step(); }
  bool ready() const { return s.rest() <= duration::zero(); }
  manual_clock time{from_unix_ms(1'773'622'500'000)};
  stage_in_half_an_hour what;
  driven s{what, time};
};

TEST_F(driven_stage, rests_until_its_instant) {
  time.advance(minutes{29});
  EXPECT_FALSE(ready());
  time.advance(minutes{1});
  EXPECT_TRUE(ready());
}

TEST_F(driven_stage, does_not_rest_for_the_length_of_a_step_back) {
  time.step(-hours{5});
  time.advance(minutes{30});
  EXPECT_TRUE(ready());
}

TEST_F(driven_stage, comes_when_a_step_forward_passes_its_instant) {
  time.step(hours{1});
  EXPECT_TRUE(ready());
}

TEST_F(driven_stage, comes_once_for_being_woken) {
  s.wake();
  EXPECT_TRUE(ready());
  s.step();
  EXPECT_FALSE(ready());
}

TEST_F(driven_stage, rests_when_it_was_stopped) {
  s.wake();
  s.stop();
  EXPECT_FALSE(ready());
}

}  // namespace
}  // namespace jembatan::sim

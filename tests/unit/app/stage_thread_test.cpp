// A stage comes when its time has come, whatever is done to the wall time meanwhile.
#include "app/stage_thread.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace jembatan::app {
namespace {

using namespace std::chrono_literals;

// Wall time that can be stepped, over the time that really passes.
class stepped_clock final : public clock {
 public:
  time_point now() const override { return system_clock{}.now() + duration{offset_.load()}; }
  duration passed() const override { return system_clock{}.passed(); }
  void step(duration d) { offset_ += d.count(); }

 private:
  std::atomic<std::int64_t> offset_{0};
};

// Asks to come again after `pause` and says when it was stepped for the second time.
class pausing_stage final : public stage {
 public:
  explicit pausing_stage(duration pause) : pause_(pause) {}
  const char* name() const override { return "pausing"; }
  time_point step(time_point now) override {
    if (++steps_ == 1) first.set_value();
    if (steps_ == 2) second.set_value();
    return now + pause_;
  }
  std::promise<void> first, second;

 private:
  const duration pause_;
  int steps_ = 0;
};

bool comes(std::promise<void>& p) {
  return p.get_future().wait_for(20s) == std::future_status::ready;
}

TEST(stage_thread, does_not_sleep_for_the_length_of_a_step_back) {
  stepped_clock time;
  pausing_stage s(300ms);
  stage_thread t(s, time);
  t.start();
  ASSERT_TRUE(comes(s.first));
  time.step(-1h);
  EXPECT_TRUE(comes(s.second));
}

TEST(stage_thread, comes_soon_when_a_step_forward_passes_its_instant) {
  stepped_clock time;
  pausing_stage s(30min);
  stage_thread t(s, time);
  t.start();
  ASSERT_TRUE(comes(s.first));
  time.step(1h);
  EXPECT_TRUE(comes(s.second));
}

TEST(stage_thread, sleeps_on_while_its_instant_has_not_come) {
  stepped_clock time;
  pausing_stage s(1h);
  stage_thread t(s, time);
  t.start();
  ASSERT_TRUE(comes(s.first));
  time.step(30min);
  EXPECT_EQ(s.second.get_future().wait_for(1500ms), std::future_status::timeout);
}

}  // namespace
}  // namespace jembatan::app

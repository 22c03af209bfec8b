#pragma once
// The time of one history: the world's, and the gateway's clock, which may be stepped while no time passes. One thread.
#include "base/clock.hpp"
#include "sim/faults.hpp"

namespace jembatan::sim {

class world {
 public:
  world(time_point begins, fate_of_history& fate)
      : begins_(begins), fate_(fate), true_time(begins), gateway_time(begins) {}

  void pass(duration d) {
    true_time.advance(d);
    gateway_time.advance(d);
    gateway_time.step(true_time.now() + fate_.clock_offset(minute()) - gateway_time.now());
  }
  std::int64_t minute() const { return (true_time.now() - begins_) / std::chrono::minutes{1}; }

 private:
  const time_point begins_;
  fate_of_history& fate_;

 public:
  manual_clock true_time;
  manual_clock gateway_time;
};

}  // namespace jembatan::sim

#pragma once
// The time of one history: the world's, and the gateway's clock, which may be stepped. One thread.
#include "base/clock.hpp"
#include "sim/faults.hpp"

namespace jembatan::sim {

class world {
 public:
  world(time_point begins, fate_of_history& fate)
      : begins_(begins), fate_(fate), true_time(begins), gateway_time(begins) {}

  void pass(duration d) { set(true_time.now() + d); }
  void set(time_point t) {
    true_time.set(t);
    gateway_time.set(t + fate_.clock_offset(minute()));
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

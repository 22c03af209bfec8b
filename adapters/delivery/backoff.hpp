#pragma once
// When to try again, and when to leave a target alone. Not thread-safe; a crash only makes the next wait shorter.
#include "base/random.hpp"
#include "base/time.hpp"

namespace jembatan::delivery {

// Full jitter: evenly distributed over 0 .. min(cap, base * 2^(failures-1)), so that many deliveries which failed
// together do not come back together. `failures` counts from 1.
duration backoff(random_source&, duration base, duration cap, std::int64_t failures);

// Counts exchanges with the target that failed in a row. From `threshold` on, the target is left alone for a backoff
// that grows with each further failure.
class breaker {
 public:
  breaker(random_source& r, duration base, duration cap, std::int64_t threshold)
      : random_(r), base_(base), cap_(cap), threshold_(threshold) {}

  void succeeded() { failures_ = 0, opened_at_ = open_until_ = time_point{}; }
  // True when it opened, or stays open for longer.
  bool failed(time_point now);
  // Closed when the wall time was stepped back behind its opening: nobody knows how long ago that is.
  bool open(time_point now) const { return now >= opened_at_ && now < open_until_; }
  time_point open_until() const { return open_until_; }
  std::int64_t failures() const { return failures_; }

 private:
  random_source& random_;
  duration base_, cap_;
  std::int64_t threshold_;
  std::int64_t failures_ = 0;
  time_point opened_at_{};
  time_point open_until_{};
};

}  // namespace jembatan::delivery

#pragma once
// The seam through which time comes in. Nothing below the composition root asks the operating system for the time.
#include <algorithm>
#include <atomic>
#include <memory>

#include "base/time.hpp"

namespace jembatan::inline base {

class clock {
 public:
  virtual ~clock() = default;
  // Wall time: may step back or forward. Safe from any thread.
  virtual time_point now() const = 0;
  // Time that only passes, whatever is done to the wall time: for waits, deadlines and leases within one process. Its
  // zero means nothing. Safe from any thread.
  virtual duration passed() const = 0;
};

class system_clock final : public clock {
 public:
  time_point now() const override;
  duration passed() const override;
};

// For tests and simulation: stands still until it is told.
class manual_clock final : public clock {
 public:
  explicit manual_clock(time_point start) : at_(start.time_since_epoch().count()) {}
  time_point now() const override { return from_unix_ms(at_.load()); }
  duration passed() const override { return duration{passed_.load()}; }
  // Time passes until then; an earlier moment is a step back.
  void set(time_point t) { passed_ += std::max<std::int64_t>(0, to_unix_ms(t) - at_.exchange(to_unix_ms(t))); }
  void advance(duration d) { at_ += d.count(), passed_ += d.count(); }
  // Somebody sets the wall time, and no time passes.
  void step(duration d) { at_ += d.count(); }

 private:
  std::atomic<std::int64_t> at_;
  std::atomic<std::int64_t> passed_{0};
};

// The system's clock; in a build with failpoints, where JB_CLOCK_FILE names a file, the offset in it ("+3600", "-90")
// is added to the wall time, and a second one to the time that has passed ("-86400 +3600"), read anew at every call: so
// a process test can step the clock of a running service, or let days go by.
std::unique_ptr<clock> make_process_clock();

}  // namespace jembatan::inline base

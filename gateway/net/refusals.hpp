#pragma once
// Connections that were closed at once: counted, told in the log at most once a minute, and remembered for a minute, so
// that /readyz says why senders are turned away. Safe from any thread.
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>

#include "net/metrics.hpp"

namespace jembatan::net {

class refusals {
 public:
  using time = std::chrono::steady_clock::time_point;

  explicit refusals(const connection_metrics& m) : metrics_(m) {}

  // `listener`: its name in the log.
  void note(refusal, const std::string& listener, time now);
  // What was refused last, and what to do; nothing when that is more than a minute ago.
  std::optional<std::string> recent(time now) const;

 private:
  struct last {
    refusal why;
    std::string listener;
    time at;
  };
  const connection_metrics& metrics_;
  mutable std::mutex mutex_;
  std::optional<last> last_;
  std::optional<time> logged_;
  std::uint64_t since_logged_ = 0;
};

}  // namespace jembatan::net

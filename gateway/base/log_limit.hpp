#pragma once
// For lines that a sender, a target or a disk could make come by the thousand: of each kind at most one in an interval;
// the next one says in "suppressed" how many were left out since. What is left out is in the metrics. Memory and lines
// are bounded whatever the kinds are. Safe from any thread. Time is the machine's own, which no clock step moves,
// unless another is given.
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/log.hpp"
#include "base/time.hpp"

namespace jembatan::inline base::log {

class limited {
 public:
  using steady = std::chrono::steady_clock;

  explicit limited(duration interval = std::chrono::minutes{1}, std::size_t kinds = 64,
                   std::function<steady::time_point()> now = steady::now)
      : interval_(interval), most_(kinds), now_(std::move(now)) {}

  // Writes the line or counts it. Lines are of one kind when event and `kind` (a source, a reason) are the same; past
  // the bound all further kinds are one.
  void write(level, std::string_view part, std::string_view event, std::string_view kind,
             std::initializer_list<field> = {});
  void warning(std::string_view part, std::string_view event, std::string_view kind,
               std::initializer_list<field> f = {}) {
    write(level::warning, part, event, kind, f);
  }
  void error(std::string_view part, std::string_view event, std::string_view kind,
             std::initializer_list<field> f = {}) {
    write(level::error, part, event, kind, f);
  }

 private:
  struct tally {
    steady::time_point last;
    std::uint64_t suppressed = 0;
  };
  // How many of the kind were suppressed, when a line of it may be written now.
  std::optional<std::uint64_t> admit(std::string key);

  const duration interval_;
  const std::size_t most_;
  const std::function<steady::time_point()> now_;
  std::mutex mutex_;
  std::map<std::string, tally> kinds_;
};

}  // namespace jembatan::inline base::log

#include "eventlog/embedded/retention.hpp"

#include "base/log.hpp"

namespace jembatan::eventlog::embedded {
namespace {

constexpr std::size_t rows_per_step = 500;
constexpr auto look_again = std::chrono::minutes{1};
// Between two steps of a long trim appends have their turn.
constexpr auto breathe = std::chrono::milliseconds{50};

}  // namespace

retention::retention(event_log& log, duration keep) : log_(log), keep_(keep) {}

time_point retention::step(time_point now) {
  const auto removed = log_.trim(now - keep_, rows_per_step);
  if (removed.has_error()) {
    base::log::error("eventlog", "trim failed", {{"error", removed.error().message()}});
    return now + look_again;
  }
  return *removed == 0 ? now + look_again : now + breathe;
}

}  // namespace jembatan::eventlog::embedded

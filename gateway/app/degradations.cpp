#include "app/degradations.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace jembatan::app {

degradations::degradations(metrics::registry& m)
    : count_(m.make_gauge("jembatan_degraded_parts", "Parts that are degraded: /readyz says which and why")) {}

void degradations::report(const std::string& part, const std::string& why) {
  const std::lock_guard lock(mutex_);
  auto& reason = reasons_[part];
  if (reason != why) log::warning("app", "degraded", {{"degraded_part", part}, {"why", why}});
  reason = why;
  count_.set(static_cast<double>(reasons_.size()));
}

void degradations::mended(const std::string& part) {
  const std::lock_guard lock(mutex_);
  if (reasons_.erase(part) > 0) log::info("app", "mended", {{"degraded_part", part}});
  count_.set(static_cast<double>(reasons_.size()));
}

std::vector<http::degradation> degradations::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<http::degradation> all;
  for (const auto& [part, why] : reasons_) all.push_back({part, why});
  return all;
}

void tell(log::level l, std::string_view event, const std::vector<std::string>& lines) {
  constexpr std::size_t most = 20;
  for (std::size_t i = 0; i < std::min(most, lines.size()); ++i) log::write(l, "app", event, {{"line", lines[i]}});
  if (lines.size() > most) log::write(l, "app", event, {{"suppressed", lines.size() - most}});
}

}  // namespace jembatan::app

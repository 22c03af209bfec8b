#include "delivery/backoff.hpp"

#include <algorithm>
#include <array>

namespace jembatan::delivery {

duration backoff(random_source& random, duration base, duration cap, std::int64_t failures) {
  auto most = std::min(base, cap);
  for (auto i = std::int64_t{1}; i < failures && most < cap; ++i) most = std::min(most * 2, cap);
  std::array<std::uint8_t, 8> bytes{};
  random.fill(bytes);
  std::uint64_t n = 0;
  for (const auto b : bytes) n = n << 8 | b;
  return duration{static_cast<std::int64_t>(n % static_cast<std::uint64_t>(most.count() + 1))};
}

bool breaker::failed(time_point now) {
  ++failures_;
  if (failures_ < threshold_) return false;
  // Never less than half the base: a pause of nothing would be no pause.
  opened_at_ = now;
  open_until_ = now + std::max(base_ / 2, backoff(random_, base_, cap_, failures_ - threshold_ + 1));
  return true;
}

}  // namespace jembatan::delivery

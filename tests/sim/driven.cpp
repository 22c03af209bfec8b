#include "sim/driven.hpp"

#include <algorithm>

namespace jembatan::sim {
namespace {

constexpr std::chrono::hours longest_rest{24};

}  // namespace

driven::driven(stage& s, const clock& c) : stage_(s), clock_(c) {}

duration driven::rest() const {
  if (stopped_) return longest_rest;
  if (woken_) return duration::zero();
  return std::min({due_ - clock_.now(), pause_ends_ - clock_.passed(), duration{longest_rest}});
}

time_point driven::step() {
  woken_ = false;  // unless it is woken while it works
  at_work_ = true;
  const auto now = clock_.now();
  due_ = stage_.step(now);
  at_work_ = false;
  pause_ends_ = clock_.passed() + std::clamp<duration>(due_ - now, duration::zero(), longest_rest);
  return due_;
}

}  // namespace jembatan::sim

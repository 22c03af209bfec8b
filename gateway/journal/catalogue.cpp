#include "journal/catalogue.hpp"

#include <algorithm>

namespace jembatan::journal {
namespace {

// A segment that was left before its first commit may stand behind the one that is still written.
auto newest_begun(auto& segments) {
  return std::find_if(segments.rbegin(), segments.rend(), [](const auto& s) { return s.first != 0; });
}

}  // namespace

void catalogue::add(segment_range s) {
  const std::lock_guard lock(mutex_);
  segments_.push_back(s);
}

void catalogue::extend(std::uint64_t last) {
  const std::lock_guard lock(mutex_);
  newest_begun(segments_)->last = last;
}

std::optional<segment_range> catalogue::after(std::uint64_t after) const {
  const std::lock_guard lock(mutex_);
  for (const auto& s : segments_) {
    if (s.first != 0 && s.last > after && s.last >= s.first) return s;
  }
  return {};
}

std::optional<segment_range> catalogue::holding(std::uint64_t sequence) const {
  const std::lock_guard lock(mutex_);
  for (const auto& s : segments_) {
    if (s.first != 0 && s.first <= sequence && sequence <= s.last) return s;
  }
  return {};
}

bool catalogue::is_newest(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  const auto newest = newest_begun(segments_);
  return newest == segments_.rend() || number >= newest->number;
}

std::uint64_t catalogue::last() const {
  const std::lock_guard lock(mutex_);
  std::uint64_t last = 0;
  for (const auto& s : segments_) last = std::max(last, s.last);
  return last;
}

std::size_t catalogue::size() const {
  const std::lock_guard lock(mutex_);
  return segments_.size();
}

std::vector<segment_range> catalogue::past(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  std::vector<segment_range> all;
  std::copy_if(segments_.begin(), segments_.end(), std::back_inserter(all),
               [number](const auto& s) { return s.number > number; });
  return all;
}

std::optional<catalogue::candidate> catalogue::oldest() const {
  const std::lock_guard lock(mutex_);
  if (segments_.size() < 2) return {};
  const auto next = std::find_if(segments_.begin() + 1, segments_.end(), [](const auto& s) { return s.first != 0; });
  if (next == segments_.end()) return {};
  return candidate{segments_.front(), next->begun};
}

void catalogue::drop(std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  std::erase_if(segments_, [number](const auto& s) { return s.number == number; });
}

}  // namespace jembatan::journal

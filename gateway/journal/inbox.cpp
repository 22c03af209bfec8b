#include "journal/inbox.hpp"

#include <algorithm>
#include <iterator>

namespace jembatan::journal {

bool inbox::put(waiting w) {
  bool taken = false;
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) {
      refuse({errc::cancelled, "the journal is shutting down"}, std::move(w.done));
    } else if (bytes_ + w.bytes > limit_) {
      refuse({errc::full, "the journal's queue is full"}, std::move(w.done));
    } else {
      bytes_ += w.bytes;
      bodies_.push_back(std::move(w));
      taken = true;
    }
    wake = std::exchange(idle_, false) || (gathering_ != 0 && (bodies_.size() >= gathering_ || !refusals_.empty()));
  }
  if (wake) filled_.notify_one();
  return taken;
}

void inbox::refuse(error why, journal::callback done) {
  refusals_.push_back({std::move(why), std::move(done)});
}

void inbox::gather(std::size_t rows, std::chrono::microseconds longest) {
  std::unique_lock lock(mutex_);
  gathering_ = rows;
  filled_.wait_for(lock, longest, [&] { return bodies_.size() >= rows || !refusals_.empty() || closed_; });
  gathering_ = 0;
}

batch inbox::take(std::size_t rows, std::size_t bytes, std::optional<duration> patience) {
  std::unique_lock lock(mutex_);
  while (bodies_.empty() && refusals_.empty() && !closed_) {
    idle_ = true;
    if (!patience) {
      filled_.wait(lock);
    } else if (filled_.wait_for(lock, *patience) == std::cv_status::timeout) {
      break;
    }
  }
  idle_ = false;
  return collect(rows, bytes);
}

batch inbox::take_what_waits(std::size_t rows, std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  return collect(rows, bytes);
}

batch inbox::collect(std::size_t rows, std::size_t bytes) {
  batch b;
  b.refusals.swap(refusals_);
  std::size_t sum = 0;
  std::size_t n = 0;
  while (n < bodies_.size() && n < rows && (n == 0 || sum + bodies_[n].bytes <= bytes)) sum += bodies_[n++].bytes;
  if (n == bodies_.size()) {
    b.bodies.swap(bodies_);
  } else {
    const auto end = bodies_.begin() + static_cast<std::ptrdiff_t>(n);
    b.bodies.assign(std::make_move_iterator(bodies_.begin()), std::make_move_iterator(end));
    bodies_.erase(bodies_.begin(), end);
  }
  bodies_.reserve(n);  // what comes next is about as much: no growing under the lock
  b.ended = closed_ && b.bodies.empty() && b.refusals.empty();
  return b;
}

std::vector<waiting> inbox::take_late(duration passed, duration longest) {
  const std::lock_guard lock(mutex_);
  const auto late = [&](const waiting& w) { return passed - w.since > longest; };
  const auto first = std::stable_partition(bodies_.begin(), bodies_.end(), [&](const auto& w) { return !late(w); });
  std::vector<waiting> taken(std::make_move_iterator(first), std::make_move_iterator(bodies_.end()));
  bodies_.erase(first, bodies_.end());
  for (const auto& w : taken) bytes_ -= w.bytes;
  return taken;
}

void inbox::release(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  bytes_ -= bytes;
}

void inbox::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    idle_ = false;
  }
  filled_.notify_one();
}

std::size_t inbox::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

std::size_t inbox::rows() const {
  const std::lock_guard lock(mutex_);
  return bodies_.size();
}

}  // namespace jembatan::journal

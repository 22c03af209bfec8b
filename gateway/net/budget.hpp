#pragma once
// Memory that all connections share for bodies: what one has taken the others cannot. Safe from any thread.
#include <atomic>
#include <cstdint>

namespace jembatan::net {

class budget {
 public:
  explicit budget(std::uint64_t bytes) : limit_(bytes) {}

  [[nodiscard]] bool take(std::uint64_t n) {
    if (used_.fetch_add(n, std::memory_order_relaxed) + n <= limit_) return true;
    used_.fetch_sub(n, std::memory_order_relaxed);
    return false;
  }
  void give_back(std::uint64_t n) { used_.fetch_sub(n, std::memory_order_relaxed); }
  std::uint64_t used() const { return used_.load(std::memory_order_relaxed); }

 private:
  std::uint64_t limit_;
  std::atomic<std::uint64_t> used_{0};
};

// What one request holds of it; given back when the share ends.
class budget_share {
 public:
  explicit budget_share(budget& b) : from_(&b) {}
  budget_share(const budget_share&) = delete;
  budget_share& operator=(const budget_share&) = delete;
  ~budget_share() { clear(); }

  // False, and the share is as before, when the budget is used up.
  [[nodiscard]] bool grow(std::uint64_t n) {
    if (!from_->take(n)) return false;
    held_ += n;
    return true;
  }
  // The same, up to n in all: for memory that is asked about again while it grows.
  [[nodiscard]] bool reach(std::uint64_t n) { return n <= held_ || grow(n - held_); }
  void clear() {
    if (held_ != 0) from_->give_back(held_);
    held_ = 0;
  }

 private:
  budget* from_;
  std::uint64_t held_ = 0;
};

}  // namespace jembatan::net

#pragma once
// How many connections of a listener are open, and the end of the last one. Safe from any thread.
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace jembatan::net {

class tally {
 public:
  explicit tally(std::size_t limit) : limit_(limit) {}

  // False when the limit is reached.
  [[nodiscard]] bool add() {
    const std::lock_guard hold(mutex_);
    if (count_ >= limit_) return false;
    ++count_;
    return true;
  }
  // `told`: the end of one that was told to go.
  void remove(bool told = false) {
    const std::lock_guard hold(mutex_);
    if (told) --going_;
    if (--count_ == 0) none_.notify_all();
  }
  std::size_t count() const {
    const std::lock_guard hold(mutex_);
    return count_;
  }
  // True when one connection is to make room: less than an eighth of the places is left, those counted as free that
  // were told before.
  [[nodiscard]] bool tell_one_to_go() {
    const std::lock_guard hold(mutex_);
    if (count_ - going_ <= limit_ - limit_ / 8) return false;
    ++going_;
    return true;
  }
  // How many are left when all have ended or the time has come.
  std::size_t wait_for_none(std::chrono::steady_clock::time_point until) {
    std::unique_lock hold(mutex_);
    none_.wait_until(hold, until, [&] { return count_ == 0; });
    return count_;
  }

 private:
  std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable none_;
  std::size_t count_ = 0;
  std::size_t going_ = 0;
};

// The place of one connection, given back at its end, however that comes.
class place {
 public:
  // None when the limit is reached.
  static std::optional<place> take(const std::shared_ptr<tally>& of) {
    if (!of->add()) return {};
    return place(of);
  }
  place(place&&) noexcept = default;
  place& operator=(place&&) = delete;
  ~place() {
    if (of_) of_->remove(told_to_go_);
  }

  // Whether this one is to make room: asked until it is.
  [[nodiscard]] bool is_to_go() {
    told_to_go_ = told_to_go_ || of_->tell_one_to_go();
    return told_to_go_;
  }

 private:
  explicit place(std::shared_ptr<tally> of) : of_(std::move(of)) {}

  std::shared_ptr<tally> of_;
  bool told_to_go_ = false;
};

}  // namespace jembatan::net

#pragma once
// One wake-up for many: who answers a hundred waiters in a row would otherwise be put aside by the first thread that he
// wakes, while the others go on waiting. In the scope of a `wake_together` what wakes other threads (net::mailbox) is
// put off to its end. One thread.
#include <utility>
#include <vector>

namespace jembatan::inline base {

class wake_together {
 public:
  wake_together() : outer_(current_) { current_ = this; }
  ~wake_together() {
    current_ = outer_;
    for (const auto& [wake, whom] : put_off_) wake(whom);
  }
  wake_together(const wake_together&) = delete;
  wake_together& operator=(const wake_together&) = delete;

  // Calls wake(whom) now, or at the end of the innermost scope.
  static void wake(void (*wake)(void*), void* whom) {
    if (current_ != nullptr)
      current_->put_off_.emplace_back(wake, whom);
    else
      wake(whom);
  }

 private:
  static inline thread_local wake_together* current_ = nullptr;
  wake_together* const outer_;
  std::vector<std::pair<void (*)(void*), void*>> put_off_;
};

}  // namespace jembatan::inline base

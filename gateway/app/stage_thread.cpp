#include "app/stage_thread.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace jembatan::app {
namespace {

// Senders wait for the door and for the journal's writer; nobody waits for a stage. Relative to the process: an
// operator may have given it a priority of its own. Linux keeps niceness per thread (setpriority(2), "C library/kernel
// differences").
void step_behind_the_door() {
  constexpr int behind = 10;
  const auto self = static_cast<id_t>(::gettid());
  static_cast<void>(::setpriority(PRIO_PROCESS, self, ::getpriority(PRIO_PROCESS, self) + behind));
}

}  // namespace

std::shared_ptr<stage_driver> on_a_thread(stage& s, const clock& c) {
  return std::make_shared<stage_thread>(s, c);
}

stage_thread::stage_thread(stage& s, const clock& c) : stage_(s), clock_(c) {}

void stage_thread::start() {
  thread_ = std::thread([this] { run(); });
  ::pthread_setname_np(thread_.native_handle(), std::string(stage_.name()).substr(0, 15).c_str());
}

void stage_thread::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

void stage_thread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

// What the stage asks for is a pause as much as an instant: it comes as soon as either is over, so that a clock stepped
// back does not make it sleep for the length of the step, and a clock stepped forward does not make a timer late.
void stage_thread::run() {
  step_behind_the_door();
  constexpr duration longest = std::chrono::seconds{1};  // asleep without looking whether the wall time was stepped
  std::unique_lock lock(mutex_);
  time_point due = clock_.now();
  duration pause_ends = clock_.passed();
  while (!stopping_) {
    const auto now = clock_.now();
    const auto rest = std::min(due - now, pause_ends - clock_.passed());
    if (!woken_ && rest > duration::zero()) {
      changed_.wait_for(lock, std::min(longest, rest));
      continue;
    }
    woken_ = false;
    lock.unlock();
    due = stage_.step(now);
    // Without overflow for a stage that answers "never".
    pause_ends =
        clock_.passed() + (due < now ? duration::zero() : std::min<duration>(due - now, std::chrono::hours{24}));
    lock.lock();
  }
}

}  // namespace jembatan::app

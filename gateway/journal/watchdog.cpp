#include "journal/watchdog.hpp"

#include <pthread.h>

#include "journal/writer.hpp"

namespace jembatan::journal {
namespace {

constexpr auto between_looks = std::chrono::milliseconds{500};

}  // namespace

watchdog::watchdog(const options& o, const clock& c, inbox& i, verdict& v, meters& m)
    : options_(o), clock_(c), inbox_(i), verdict_(v), meters_(m) {}

watchdog::~watchdog() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ends_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void watchdog::start() {
  thread_ = std::thread([this] { run(); });
}

void watchdog::begin(std::span<waiting> bodies) {
  const std::lock_guard lock(mutex_);
  in_flight_ = bodies;
  since_ = clock_.passed();
}

void watchdog::end() {
  const std::lock_guard lock(mutex_);
  in_flight_ = {};
}

void watchdog::run() {
  ::pthread_setname_np(::pthread_self(), "journal.watch");
  std::unique_lock lock(mutex_);
  while (!ends_.wait_for(lock, between_looks, [this] { return ending_; })) {
    lock.unlock();
    look();
    lock.lock();
  }
}

// The callbacks of what the disk has had for too long.
std::vector<journal::callback> watchdog::overdue(duration passed) {
  std::vector<journal::callback> all;
  const std::lock_guard lock(mutex_);
  if (in_flight_.empty() || passed - since_ <= options_.commit_deadline) return all;
  for (auto& w : in_flight_)
    if (w.done) all.push_back(std::exchange(w.done, nullptr));
  return all;
}

void watchdog::look() {
  const auto passed = clock_.passed();
  const auto hung = overdue(passed);
  if (!hung.empty()) {
    meters_.refused_hung.add(static_cast<double>(hung.size()));
    const error why{errc::timeout, "the journal's disk does not answer"};
    verdict_.bad(why);
    for (const auto& done : hung) done(why);
  }
  for (auto& late : inbox_.take_late(passed, options_.append_deadline)) {
    meters_.refused_deadline.add();
    late.done(error{errc::timeout, "the body waited too long for the journal and was not stored"});
  }
}

}  // namespace jembatan::journal

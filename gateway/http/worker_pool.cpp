#include "http/worker_pool.hpp"

namespace jembatan::http {

worker_pool::worker_pool(std::size_t threads, std::size_t queue) : bound_(queue) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

worker_pool::~worker_pool() {
  {
    const std::lock_guard hold(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  for (auto& t : threads_) t.join();
}

bool worker_pool::post(std::function<void()> job) {
  {
    const std::lock_guard hold(mutex_);
    if (jobs_.size() >= bound_) return false;
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void worker_pool::run() {
  std::unique_lock hold(mutex_);
  for (;;) {
    wake_.wait(hold, [&] { return ending_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const auto job = std::move(jobs_.front());
    jobs_.pop_front();
    hold.unlock();
    job();
    hold.lock();
  }
}

}  // namespace jembatan::http

#pragma once
// A few threads for handlers that may block (SQL, files): a reactor never waits for them. The queue is bounded.
// post() from any thread. The destructor finishes what was accepted, then joins.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace jembatan::http {

class worker_pool {
 public:
  explicit worker_pool(std::size_t threads = 2, std::size_t queue = 64);
  ~worker_pool();
  worker_pool(const worker_pool&) = delete;
  worker_pool& operator=(const worker_pool&) = delete;

  // False, and nothing is kept, when the queue is full. A job must not throw.
  [[nodiscard]] bool post(std::function<void()> job);

 private:
  void run();

  std::size_t bound_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace jembatan::http

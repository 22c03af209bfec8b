#pragma once
// Drives one stage in `serve`: a thread that steps it when its time has come or when it is woken, also after the wall
// time was stepped back or forward. Stopping finishes the batch that is under way and begins no other. wake() may be
// called from any thread.
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "app/surroundings.hpp"

namespace jembatan::app {

class stage_thread final : public stage_driver {
 public:
  stage_thread(stage&, const clock&);
  ~stage_thread() override { stop(); }
  stage_thread(const stage_thread&) = delete;
  stage_thread& operator=(const stage_thread&) = delete;

  void start() override;
  void wake() override;
  void stop() override;  // returns when the thread has ended

 private:
  void run();

  stage& stage_;
  const clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace jembatan::app

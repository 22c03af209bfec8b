#pragma once
// Requests that are held while the journal cannot store (on_pressure: wait). Each keeps a body in memory, so they are
// few. Safe from any thread.
#include <atomic>
#include <cstddef>

#include "base/error.hpp"
#include "base/time.hpp"
#include "metrics/registry.hpp"

namespace jembatan::xapi {

class waiting_room {
 public:
  explicit waiting_room(metrics::gauge shown) : shown_(shown) {}

  // Holds a place for as long as it lives, if it got one.
  class seat {
   public:
    seat(waiting_room&, std::size_t most);
    ~seat();
    seat(const seat&) = delete;
    seat& operator=(const seat&) = delete;
    bool taken() const { return taken_; }

   private:
    waiting_room& room_;
    bool taken_;
  };

  // The service is stopping: nobody waits any longer.
  void close() { closed_ = true; }
  bool closed() const { return closed_; }

 private:
  const metrics::gauge shown_;
  std::atomic<std::size_t> taken_{0};
  std::atomic<bool> closed_{false};
};

// Whether the journal may store the same body in a moment: it was full, slow, or its disk failed.
bool may_pass(const error&);

// Before the nth attempt, from 1.
duration pause_before(int attempt);

}  // namespace jembatan::xapi

#pragma once
// What waits for the writer: bodies, bounded in bytes, and refusals whose callbacks are due. Any thread puts, the
// writer takes. A refusal holds no body; one waiting sender stands behind each, so the listener's bound on connections
// is theirs.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

#include "journal/journal.hpp"

namespace jembatan::journal {

struct waiting {
  entry what;
  bool may_use_reserve = false;
  duration since{};  // when it came, by clock::passed: a stepped wall time makes no body late
  std::size_t bytes = 0;
  journal::callback done;
};

struct refusal {
  error why;
  journal::callback done;
};

struct batch {
  std::vector<waiting> bodies;
  std::vector<refusal> refusals;
  bool ended = false;  // closed and nothing is left
};

class inbox {
 public:
  explicit inbox(std::size_t limit) : limit_(limit) {}

  // False when the body came on top of the limit: it is gone, and its callback waits with errc::full.
  bool put(waiting);
  // Waits until so many bodies are there, or the time is over, or something else is to be done.
  void gather(std::size_t rows, std::chrono::microseconds longest);
  // Waits until something is there, or with `patience` at most so long; then the batch is empty. What it takes still
  // counts against the limit until release().
  batch take(std::size_t rows, std::size_t bytes, std::optional<duration> patience = {});
  // What has waited longer than this, and now does not any more.
  std::vector<waiting> take_late(duration passed, duration longest);
  // What is there now, which may be nothing.
  batch take_what_waits(std::size_t rows, std::size_t bytes);
  void release(std::size_t bytes);
  // What comes later is refused as cancelled; what is inside is still taken.
  void close();
  std::size_t bytes() const;
  std::size_t rows() const;

 private:
  void refuse(error, journal::callback);
  batch collect(std::size_t rows, std::size_t bytes);  // under the mutex

  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::vector<waiting> bodies_;
  std::vector<refusal> refusals_;
  std::size_t bytes_ = 0;
  bool idle_ = false;
  std::size_t gathering_ = 0;  // so many bodies end gather()
  bool closed_ = false;
};

}  // namespace jembatan::journal

#pragma once
// Answers senders whose bodies the disk swallows: a write or a sync that hangs holds the writer for as long as the disk
// likes, and nobody can take it back. From a thread of its own, so that no sender waits longer than append_deadline for
// its turn and commit_deadline for the disk. What hangs may be stored when the disk comes back: as accepted, and the
// sender's repetition is a duplicate. Callbacks are called outside of all locks, each once.
#include <condition_variable>
#include <mutex>
#include <span>
#include <thread>

#include "base/clock.hpp"
#include "journal/inbox.hpp"
#include "journal/metrics.hpp"

namespace jembatan::journal {

class verdict;

class watchdog {
 public:
  // All are used for as long as it lives.
  watchdog(const options&, const clock&, inbox&, verdict&, meters&);
  ~watchdog();

  void start();

  // The writer's: what it hands to the disk, from now on until end(). Their memory stays where it is until then; after
  // end() the callbacks of those that were answered are gone.
  void begin(std::span<waiting>);
  void end();

 private:
  void run();
  void look();
  std::vector<journal::callback> overdue(duration passed);

  const options& options_;
  const clock& clock_;
  inbox& inbox_;
  verdict& verdict_;
  meters& meters_;
  std::mutex mutex_;
  std::condition_variable ends_;
  std::span<waiting> in_flight_;
  duration since_{};
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace jembatan::journal

#pragma once
// What writes: takes what waits, stores it with one commit, then calls back (adaptive group commit: whatever arrived
// while the last commit ran is the next batch). Every callback of the journal comes from here, but for those of a disk
// that hangs, which come from the watchdog. Driven by a thread of its own, or by whoever calls step() instead.
#include <atomic>
#include <optional>
#include <thread>

#include "journal/blank_entries.hpp"
#include "journal/catalogue.hpp"
#include "journal/free_space.hpp"
#include "journal/inbox.hpp"
#include "journal/metrics.hpp"
#include "journal/rotation.hpp"
#include "journal/service_time.hpp"
#include "journal/watchdog.hpp"

namespace jembatan::journal {

// Whether bodies can be stored, for /readyz: what the last attempt came to.
class verdict {
 public:
  void good();
  void bad(error);
  result<void> now() const;

 private:
  mutable std::mutex mutex_;
  std::optional<error> trouble_;
};

class writer final : public stage {
 public:
  struct surroundings {
    const options& opts;
    const clock& time;
    const service_time& service;
    rotation::identity who;
    catalogue& segments;
    counts_board& counts;
    free_space& free;
    meters& meter;
  };
  writer(surroundings, rotation, std::uint64_t last, tally accepted);
  ~writer() override;  // stores what waits, then ends

  // Begins the threads.
  void start();
  const char* name() const override { return "journal.writer"; }
  // One commit, where no thread was started.
  time_point step(time_point now) override;

  inbox& in() { return inbox_; }
  blank_entries& blanks() { return blanks_; }
  void on_commit(std::function<void()> f) { on_commit_ = std::move(f); }
  result<void> state() const { return verdict_.now(); }

 private:
  struct staged {
    std::vector<waiting> bodies;
    tally events;
    std::size_t bytes = 0;
  };
  void run();
  void handle(batch);
  void finish();
  void refuse_late_and_poor(std::vector<waiting>&, time_point now);
  void write(std::vector<waiting>, time_point now);
  void try_again(time_point now);
  bool is_pausing(time_point now) const;
  void note_failure(const rotation::target*, const error&, time_point now);
  void leave(const rotation::target&, time_point now);
  result<void> store(const rotation::target&, const staged&, time_point now);
  void keep(const rotation::target&, staged, time_point now);
  void fail(std::vector<waiting>, const error&);

  const surroundings around_;
  inbox inbox_;
  blank_entries blanks_;
  rotation rotation_;
  verdict verdict_;
  watchdog watchdog_;
  int failures_in_a_row_ = 0;  // of the disk, other than that it is full
  time_point failed_at_{};
  std::uint64_t last_;
  tally accepted_;
  std::uint64_t rows_since_tally_ = 0;
  std::uint64_t bytes_since_tally_ = 0;
  std::function<void()> on_commit_;
  std::thread thread_;
};

}  // namespace jembatan::journal

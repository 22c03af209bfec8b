#pragma once
// The one thread that writes: takes what waits, stores it with one commit, then calls back (adaptive group commit:
// whatever arrived while the last commit ran is the next batch). Every callback of the journal comes from here.
#include <atomic>
#include <optional>
#include <thread>

#include "journal/blank_entries.hpp"
#include "journal/catalogue.hpp"
#include "journal/free_space.hpp"
#include "journal/inbox.hpp"
#include "journal/metrics.hpp"
#include "journal/rotation.hpp"

namespace jembatan::journal {

// Whether bodies can be stored, for /readyz. A failure is forgotten after a while: only the next body can tell, and
// none would come to a service that says no for ever.
class verdict {
 public:
  void good();
  void bad(error, time_point now);
  result<void> at(time_point now) const;

 private:
  mutable std::mutex mutex_;
  std::optional<error> trouble_;
  time_point since_;
};

class writer {
 public:
  struct surroundings {
    const options& opts;
    const clock& time;
    rotation::identity who;
    catalogue& segments;
    counts_board& counts;
    free_space& free;
    meters& meter;
  };
  writer(surroundings, rotation, std::uint64_t last, tally accepted);
  ~writer();  // stores what waits, then ends

  void start();
  inbox& in() { return inbox_; }
  blank_entries& blanks() { return blanks_; }
  void on_commit(std::function<void()> f) { on_commit_ = std::move(f); }
  result<void> state(time_point now) const { return verdict_.at(now); }

 private:
  struct staged {
    std::vector<waiting> bodies;
    tally events;
    std::size_t bytes = 0;
  };
  void run();
  void refuse_late_and_poor(std::vector<waiting>&, time_point now);
  void write(std::vector<waiting>, time_point now);
  void leave(const rotation::target&, time_point now);
  result<void> store(const rotation::target&, const staged&, time_point now);
  void keep(const rotation::target&, staged, time_point now);
  void fail(std::vector<waiting>, const error&, time_point now);

  const surroundings around_;
  inbox inbox_;
  blank_entries blanks_;
  rotation rotation_;
  verdict verdict_;
  std::uint64_t last_;
  tally accepted_;
  std::uint64_t rows_since_tally_ = 0;
  std::uint64_t bytes_since_tally_ = 0;
  std::function<void()> on_commit_;
  std::thread thread_;
};

}  // namespace jembatan::journal

#pragma once
// Which segments there are and which sequences count in each. Rows past `last` do not count: they belong to a commit
// whose sync failed, and nobody got a receipt for them. In memory, made anew at start; safe from any thread.
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "base/time.hpp"

namespace jembatan::journal {

struct segment_range {
  std::uint64_t number = 0;
  std::uint64_t first = 0;  // 0: never begun, holds nothing
  std::uint64_t last = 0;
  time_point begun_at;
  duration begun{};  // the same by service_time
};

class catalogue {
 public:
  // In order of numbers.
  void add(segment_range);
  // The newest begun segment holds rows up to `last` now.
  void extend(std::uint64_t last);

  // The segment with the smallest sequence past `after`; nothing when there is none yet.
  std::optional<segment_range> after(std::uint64_t after) const;
  // The segment that holds this very sequence.
  std::optional<segment_range> holding(std::uint64_t sequence) const;

  // Whether the writer may still be writing it: no later one was begun.
  bool is_newest(std::uint64_t number) const;
  std::uint64_t last() const;
  std::size_t size() const;

  // Those past this number, in order.
  std::vector<segment_range> past(std::uint64_t number) const;
  // The oldest segment that is not the newest, and when the one after it was begun.
  struct candidate {
    segment_range oldest;
    duration ended{};  // by service_time
  };
  std::optional<candidate> oldest() const;
  void drop(std::uint64_t number);

 private:
  mutable std::mutex mutex_;
  std::vector<segment_range> segments_;
};

}  // namespace jembatan::journal

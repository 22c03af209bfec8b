#pragma once
// Which segment the next batch goes to. Keeps the one that is being written, the next one (made ready beforehand, so
// that no batch waits for it: facts/performance.md) and those that still have to be sealed. The writer's thread only.
#include <list>
#include <optional>

#include "base/clock.hpp"
#include "journal/cursor_file.hpp"
#include "journal/segment.hpp"

namespace jembatan::journal {

class rotation {
 public:
  struct identity {
    std::string node;
    std::string epoch;
  };
  rotation(const options&, identity, cursor_file&, std::uint64_t newest_registered);

  // What start found on disk.
  result<void> resume_current(std::uint64_t number, time_point begun_at);
  result<void> resume_spare(std::uint64_t number);

  struct target {
    segment* file = nullptr;
    std::uint64_t number = 0;
    bool fresh = false;  // this batch is to begin it
  };
  // The current segment, or the next one when that is due or the current one was abandoned. Fails when there is
  // neither.
  result<target> for_batch(time_point now);
  // The first batch of a fresh target is durable.
  void begun(time_point now);
  // A write or sync failed: the file is left as it is and never written again, since what a failed fsync left in the
  // page cache is unknown.
  void abandon(const target&);

  // Between batches: makes the next segment when half of the current one is used, and seals what was left behind.
  void tend(time_point now);
  // Makes the next segment if there is none.
  result<void> make_spare(time_point now);
  // Empties the WAL of what is open and closes it. `accepted` spares the next start some counting.
  void close(std::uint64_t last, const tally& accepted);

 private:
  struct open_segment {
    segment file;
    std::uint64_t number = 0;
    time_point begun_at;
  };
  bool past(std::uint64_t bytes, duration age, time_point now) const;
  result<void> make_and_register(std::uint64_t number, time_point now);

  const options& options_;
  const identity identity_;
  cursor_file& cursor_;
  std::uint64_t newest_registered_;
  std::optional<open_segment> current_;
  std::optional<open_segment> spare_;
  // Made, and not registered for all we know. A registration whose sync failed may still stand after a power cut, and
  // the file must be there then: it is never made anew, only registered again.
  std::optional<open_segment> made_;
  std::list<open_segment> unsealed_;
  std::optional<time_point> failed_at_;  // when no spare could be made
};

}  // namespace jembatan::journal

#pragma once
// cursor.db: the journal's epoch, how far it was handed on, what was published per source, the newest segment that may
// be written, how the segments age, and which of them retention took. One small file whose every change is one durable
// transaction. Safe from any thread.
#include <mutex>
#include <optional>

#include "journal/catalogue.hpp"
#include "journal/segment.hpp"

namespace jembatan::journal {

struct cursor_state {
  std::string epoch;
  std::uint64_t sequence = 0;
  std::uint64_t newest_segment = 0;  // registered before its first row: a segment that is lost later is missed
  tally published;
  duration service{};  // service_time when it was noted last
  std::map<std::uint64_t, duration> begun;

  // By service_time. Of a segment whose beginning was not noted in time: it ages from now on.
  duration begun_of(std::uint64_t segment) const;
};

class cursor_file {
 public:
  // `make_with_epoch`: a new file is made with it; empty where segments exist, and then a file without a position is
  // corrupt.
  static result<std::unique_ptr<cursor_file>> open(const options&, const std::string& make_with_epoch);

  result<cursor_state> load();
  // Both or neither. The cursor never moves back.
  result<void> advance(std::uint64_t through, const tally& published);
  result<void> register_segment(std::uint64_t number);
  // How much service time there was, and when in it these segments were begun. Those before the first are gone.
  result<void> note_service(duration, const std::vector<segment_range>& begun, std::uint64_t first);
  // That retention takes the segment now. Before its file goes: what is gone has its date.
  result<void> register_removal(const segment_range&, time_point now);
  // When the segment that held the sequence was taken; nothing when none that did is known.
  result<std::optional<time_point>> removed_at(std::uint64_t sequence);

 private:
  explicit cursor_file(sqlite::database d) : database_(std::move(d)) {}
  result<void> make(file_system&, const std::string& epoch);
  result<void> load_ages(cursor_state&);

  std::mutex mutex_;
  sqlite::database database_;
};

}  // namespace jembatan::journal

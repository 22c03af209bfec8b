#pragma once
// One segment file from the side of its only writer. A file is created empty and durable ("spare"), begun by its first
// batch in the same transaction, and left for good when the next one is begun or a sync fails. FORMAT.md has tables and
// columns. Used by the writer's thread alone.
#include <filesystem>
#include <map>
#include <string>

#include "base/error.hpp"
#include "base/time.hpp"
#include "journal/journal.hpp"
#include "sqlite/database.hpp"

namespace jembatan::journal {

// Raw events per source.
using tally = std::map<std::string, std::uint64_t>;

inline constexpr std::int64_t segment_format = 1;

struct segment_header {
  std::int64_t format = segment_format;
  std::string node;
  std::string epoch;
  std::uint64_t number = 0;
  std::uint64_t first = 0;  // sequence of the first row; 0 while it is a spare
  time_point created_at;
  time_point begun_at;
};

std::filesystem::path segment_path(const std::filesystem::path& directory, std::uint64_t number);

// Removes the file, then its WAL and shared memory; absent is good.
result<void> remove_segment(file_system&, const std::filesystem::path& file);

class segment {
 public:
  // A spare, durable when this returns. Replaces what stands there: only a number that was never registered is given.
  static result<segment> create(const std::filesystem::path&, const segment_header&, const options&);
  // An existing file, to go on writing it.
  static result<segment> reopen(const std::filesystem::path&, const options&);

  sqlite::database& database() { return database_; }
  std::uint64_t bytes() const { return bytes_; }

  // Within a transaction:
  result<void> begin(std::uint64_t first, time_point);
  result<void> put(std::uint64_t sequence, const entry&);
  // How many raw events of each source the journal has accepted up to and with this sequence.
  result<void> put_tally(std::uint64_t through, const tally&);

  // A commit that changes nothing: whether one would reach the disk.
  result<void> touch();

  // Moves the WAL into the file once it holds 250 pages: facts/performance.md, more or less often is slower.
  result<void> checkpoint_when_due();
  // Empties the WAL. False while a reader is in the way.
  result<bool> seal();

 private:
  segment(sqlite::database, std::uint64_t bytes);
  result<void> prepare();

  sqlite::database database_;
  sqlite::statement insert_;
  sqlite::statement insert_tally_;
  std::uint64_t bytes_ = 0;
};

}  // namespace jembatan::journal

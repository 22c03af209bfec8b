#pragma once
// Free bytes on the journal's disk, asked of the file system at most once a second. Safe from any thread.
#include <filesystem>
#include <mutex>
#include <optional>

#include "base/file_system.hpp"
#include "base/time.hpp"

namespace jembatan::journal {

class free_space {
 public:
  free_space(file_system&, std::filesystem::path directory, std::uint64_t reserve);

  // A disk that does not say counts as empty: nothing is promised on it.
  std::uint64_t bytes(time_point now);
  bool below_reserve(time_point now) { return bytes(now) < reserve_; }

 private:
  file_system& files_;
  const std::filesystem::path directory_;
  const std::uint64_t reserve_;
  std::mutex mutex_;
  std::optional<time_point> asked_at_;
  std::uint64_t bytes_ = 0;
};

}  // namespace jembatan::journal

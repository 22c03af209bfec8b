#include "journal/free_space.hpp"

namespace jembatan::journal {

free_space::free_space(file_system& files, std::filesystem::path directory, std::uint64_t reserve)
    : files_(files), directory_(std::move(directory)), reserve_(reserve) {}

std::uint64_t free_space::bytes(time_point now) {
  const std::lock_guard lock(mutex_);
  // A clock that stepped back makes the last answer old as well.
  if (asked_at_ && now >= *asked_at_ && now - *asked_at_ < std::chrono::seconds{1}) return bytes_;
  asked_at_ = now;
  const auto answer = files_.free_bytes(directory_);
  bytes_ = answer.has_value() ? *answer : 0;
  return bytes_;
}

}  // namespace jembatan::journal

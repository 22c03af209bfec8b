#pragma once
// The seam through which names, sizes and free space of files come in, for stores that keep several files in a
// directory of their own. Contents do not pass here: those are SQLite's, which has a seam of its own (its VFS). A
// simulation puts one disk behind both. Safe from any thread.
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"

namespace jembatan::inline base {

class file_system {
 public:
  virtual ~file_system() = default;

  // With its parents; existing is good.
  virtual result<void> make_directories(const std::filesystem::path&) = 0;
  // One owner per file for as long as the lock lives; locked when another process holds it.
  virtual result<directory_lock> lock(const std::filesystem::path&) = 0;

  // Names of what lies in the directory, in no order.
  virtual result<std::vector<std::string>> list(const std::filesystem::path& directory) = 0;
  virtual bool exists(const std::filesystem::path&) = 0;
  // not_found when there is no such file.
  virtual result<std::uint64_t> size(const std::filesystem::path&) = 0;
  // Absent is good. Survives a power cut only after sync_directory().
  virtual result<void> remove(const std::filesystem::path&) = 0;
  virtual result<void> sync_directory(const std::filesystem::path&) = 0;
  // Nobody but owner and group may read it: bodies hold personal data. A file system without modes is no failure.
  virtual void make_private(const std::filesystem::path&) = 0;
  // Free for an unprivileged writer.
  virtual result<std::uint64_t> free_bytes(const std::filesystem::path&) = 0;
};

// The operating system's. Lives as long as the process.
file_system& system_files();

}  // namespace jembatan::inline base

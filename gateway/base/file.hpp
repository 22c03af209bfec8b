#pragma once
// Small files, read whole and written durably, and the lock that gives a directory one owner.
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace jembatan::inline base {

// The file's bytes. not_found, io, or full when it is longer than `limit` bytes.
result<std::string> read_file(const std::filesystem::path&, std::size_t limit);

// A secret: the file's bytes less one trailing newline ("\n" or "\r\n"). invalid when nothing is left.
result<std::string> read_secret(const std::filesystem::path&);

// Replaces the file so that after a crash either the old or the new bytes are there, whole: temporary file beside it,
// fsync, rename, fsync of the directory.
result<void> write_file_durably(const std::filesystem::path&, std::string_view bytes, int mode = 0644);

result<void> sync_directory(const std::filesystem::path&);

// Creates the directory and its parents; existing is good.
result<void> make_directories(const std::filesystem::path&);

// Free bytes for an unprivileged writer on the file system that holds the path.
result<std::uint64_t> free_bytes(const std::filesystem::path&);

// flock(2) on a file for as long as the object lives. The kernel frees it when the process dies, however it dies.
class directory_lock {
 public:
  directory_lock() = default;  // holds nothing
  // locked if another process holds it.
  static result<directory_lock> take(const std::filesystem::path& file);
  directory_lock(directory_lock&& other) noexcept;
  directory_lock& operator=(directory_lock&&) noexcept;
  directory_lock(const directory_lock&) = delete;
  directory_lock& operator=(const directory_lock&) = delete;
  ~directory_lock();

 private:
  explicit directory_lock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace jembatan::inline base

#include "base/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "base/failpoint.hpp"

namespace jembatan::inline base {
namespace {

class descriptor {
 public:
  explicit descriptor(int fd) : fd_(fd) {}
  ~descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

error path_error(const char* doing, const std::filesystem::path& path) {
  const int number = errno;
  if (number == ENOENT) return {errc::not_found, std::string(doing) + " " + path.string()};
  return errno_error(number, std::string(doing) + " " + path.string());
}

result<void> write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const auto n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      return path_error("write", path);
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

}  // namespace

result<std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
  const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return path_error("open", path);
  std::string bytes;
  std::array<char, 16384> buffer{};
  for (;;) {
    const auto n = ::read(file.get(), buffer.data(), buffer.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      return path_error("read", path);
    }
    if (n == 0) return bytes;
    if (bytes.size() + static_cast<std::size_t>(n) > limit)
      return error{errc::full, path.string() + " is longer than " + std::to_string(limit) + " bytes"};
    bytes.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

result<std::string> read_secret(const std::filesystem::path& path) {
  JB_TRY(auto bytes, read_file(path, 65536));
  if (bytes.ends_with('\n')) bytes.pop_back();
  if (bytes.ends_with('\r')) bytes.pop_back();
  if (bytes.empty()) return error{errc::invalid, path.string() + " is empty: write the secret into it"};
  return bytes;
}

result<void> write_file_durably(const std::filesystem::path& path, std::string_view bytes, int mode) {
  auto temporary = path;
  temporary += ".tmp";
  {
    const descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (file.get() < 0) return path_error("create", temporary);
    JB_CHECK(write_all(file.get(), bytes, temporary));
    if (::fsync(file.get()) != 0) return path_error("fsync", temporary);
  }
  JB_FAILPOINT("file.before_rename");
  if (::rename(temporary.c_str(), path.c_str()) != 0) return path_error("rename", temporary);
  JB_FAILPOINT("file.after_rename");
  return sync_directory(path.has_parent_path() ? path.parent_path() : std::filesystem::path("."));
}

result<void> sync_directory(const std::filesystem::path& path) {
  const descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0) return path_error("open", path);
  if (::fsync(directory.get()) != 0) return path_error("fsync", path);
  return {};
}

result<void> make_directories(const std::filesystem::path& path) {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (failed) return errno_error(failed.value(), "create directory " + path.string());
  return {};
}

result<std::uint64_t> free_bytes(const std::filesystem::path& path) {
  struct statvfs fs {};
  if (::statvfs(path.c_str(), &fs) != 0) return path_error("statvfs", path);
  return std::uint64_t{fs.f_bavail} * fs.f_frsize;
}

result<directory_lock> directory_lock::take(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (fd < 0) return path_error("open", file);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const int number = errno;
    ::close(fd);
    if (number == EWOULDBLOCK)
      return error{errc::locked, file.string() + " is held by another process: is the service running already?"};
    return errno_error(number, "flock " + file.string());
  }
  return directory_lock(fd);
}

directory_lock::directory_lock(directory_lock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

directory_lock& directory_lock::operator=(directory_lock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

directory_lock::~directory_lock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace jembatan::inline base

#include "base/file_system.hpp"

namespace jembatan::inline base {
namespace {

namespace fs = std::filesystem;

class operating_system final : public file_system {
 public:
  result<void> make_directories(const fs::path& path) override { return base::make_directories(path); }
  result<directory_lock> lock(const fs::path& path) override { return directory_lock::take(path); }

  result<std::vector<std::string>> list(const fs::path& directory) override {
    std::vector<std::string> names;
    std::error_code failed;
    for (const auto& file : fs::directory_iterator(directory, failed)) names.push_back(file.path().filename().string());
    if (failed) return errno_error(failed.value(), "list " + directory.string());
    return names;
  }

  bool exists(const fs::path& path) override {
    std::error_code ignored;
    return fs::exists(path, ignored);
  }

  result<std::uint64_t> size(const fs::path& path) override {
    std::error_code failed;
    const auto bytes = fs::file_size(path, failed);
    if (failed == std::errc::no_such_file_or_directory) return error{errc::not_found, path.string()};
    if (failed) return errno_error(failed.value(), "size of " + path.string());
    return std::uint64_t{bytes};
  }

  result<void> remove(const fs::path& path) override {
    std::error_code failed;
    fs::remove(path, failed);
    if (failed) return errno_error(failed.value(), "remove " + path.string());
    return {};
  }

  result<void> sync_directory(const fs::path& path) override { return base::sync_directory(path); }

  void make_private(const fs::path& path) override {
    std::error_code ignored;
    fs::permissions(path, fs::perms(0640), ignored);
  }

  result<std::uint64_t> free_bytes(const fs::path& path) override { return base::free_bytes(path); }
};

}  // namespace

file_system& system_files() {
  static operating_system files;
  return files;
}

}  // namespace jembatan::inline base

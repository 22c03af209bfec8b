#pragma once
// A directory on the disk that is measured, removed with the object. JB_BENCH_DIRECTORY says where; else the present
// one.
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace jembatan::bench {

class directory {
 public:
  directory() {
    const auto* parent = std::getenv("JB_BENCH_DIRECTORY");
    auto pattern = std::string(parent != nullptr ? parent : ".") + "/bench-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make " + pattern);
    path_ = pattern;
  }
  ~directory() { std::filesystem::remove_all(path_); }
  directory(const directory&) = delete;
  directory& operator=(const directory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace jembatan::bench

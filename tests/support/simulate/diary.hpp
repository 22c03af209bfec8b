#pragma once
// acknowledged.jsonl: what was offered and what was acknowledged, in the order in which it happened. A line is in the
// file before the next step is taken, so it may be read while the player runs.
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/error.hpp"

namespace jembatan::simulate {

class diary {
 public:
  // Appends to what is there. io when the file cannot be opened.
  static result<diary> open(const std::filesystem::path&);
  diary(diary&&) noexcept;
  diary& operator=(diary&&) = delete;
  ~diary();

  void offered(std::uint64_t n, const std::string& request_id);
  void acknowledged(std::uint64_t n, int tries, const std::string& receipt);
  void refused(std::uint64_t n, int status);
  void given_up(std::uint64_t n, const std::string& why);

 private:
  explicit diary(int fd) : fd_(fd) {}
  void line(const std::string&);
  int fd_ = -1;
};

}  // namespace jembatan::simulate

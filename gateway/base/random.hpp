#pragma once
// The seam through which randomness comes in.
#include <cstdint>
#include <span>
#include <string>

namespace jembatan::inline base {

class random_source {
 public:
  virtual ~random_source() = default;
  // Fills with unpredictable bytes. Safe from any thread.
  virtual void fill(std::span<std::uint8_t>) = 0;
  // n random bytes as 2n hex digits: journal epochs, record ids.
  std::string hex(std::size_t n);
};

// getrandom(2); ends the process if the kernel has none, since ids and keys would be guessable.
class system_random final : public random_source {
 public:
  void fill(std::span<std::uint8_t>) override;
};

// A fixed sequence from a seed (splitmix64), for tests and simulation only.
class seeded_random final : public random_source {
 public:
  explicit seeded_random(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::uint8_t>) override;
  std::uint64_t next();

 private:
  std::uint64_t state_;
};

}  // namespace jembatan::inline base

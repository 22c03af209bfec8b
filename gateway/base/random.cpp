#include "base/random.hpp"

#include <sys/random.h>

#include <cerrno>
#include <exception>
#include <vector>

#include "base/hex.hpp"

namespace jembatan::inline base {

std::string random_source::hex(std::size_t n) {
  std::vector<std::uint8_t> bytes(n);
  fill(bytes);
  return to_hex(bytes);
}

void system_random::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const auto n = ::getrandom(out.data(), out.size(), 0);
    if (n < 0) {
      if (errno == EINTR) continue;
      std::terminate();
    }
    out = out.subspan(static_cast<std::size_t>(n));
  }
}

std::uint64_t seeded_random::next() {
  std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

void seeded_random::fill(std::span<std::uint8_t> out) {
  for (auto& b : out) b = static_cast<std::uint8_t>(next());
}

}  // namespace jembatan::inline base

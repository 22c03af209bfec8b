#pragma once
// Choices that a seed repeats: the same seed makes the same people, plan and bodies. Not for secrets of a real service.
#include <cstdint>
#include <string>
#include <vector>

#include "base/random.hpp"

namespace jembatan::simulate {

class dice {
 public:
  explicit dice(std::uint64_t seed) : random_(seed) {}

  // One of least..most, both included.
  std::int64_t between(std::int64_t least, std::int64_t most) {
    const auto span = static_cast<std::uint64_t>(most - least) + 1;
    return least + static_cast<std::int64_t>(random_.next() % span);
  }
  bool one_in(std::int64_t n) { return between(1, n) == 1; }
  std::string hex(std::size_t bytes) { return random_.hex(bytes); }
  // Letters and digits, as in Zoom's user ids.
  std::string letters(std::size_t n);
  std::string bytes(std::size_t n);

  // Fisher and Yates.
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i)
      std::swap(items[i - 1], items[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(i) - 1))]);
  }

 private:
  seeded_random random_;
};

}  // namespace jembatan::simulate

#pragma once
// Durations and sizes as an operator writes them: a whole number and a unit, "30s", "16MiB". Pure.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace jembatan::inline base {

inline constexpr std::uint64_t KiB = 1024, MiB = 1024 * KiB, GiB = 1024 * MiB;

// A number of bytes, so that a size is never taken for a count.
struct byte_size {
  std::uint64_t bytes = 0;
  auto operator<=>(const byte_size&) const = default;
};

// ms s m h d, and y (365 days) for retention; "0s" is allowed, a bare "0" or a fraction is not.
std::optional<duration> parse_duration(std::string_view);
// The largest unit that writes it whole: 5400000 ms is "90m".
std::string format_duration(duration);

// B KiB MiB GiB.
std::optional<byte_size> parse_size(std::string_view);
std::string format_size(byte_size);

// "80%" is 80. Nothing outside 0..100.
std::optional<int> parse_percent(std::string_view);

}  // namespace jembatan::inline base

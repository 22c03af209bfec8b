#include "base/quantity.hpp"

#include <array>
#include <charconv>
#include <span>
#include <utility>

namespace jembatan::inline base {
namespace {

struct unit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr std::array<unit, 6> durations{
    {{"y", 31'536'000'000}, {"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::array<unit, 4> sizes{{{"GiB", GiB}, {"MiB", MiB}, {"KiB", KiB}, {"B", 1}}};

std::optional<std::uint64_t> parse(std::string_view text, std::span<const unit> units) {
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || end == text.data()) return std::nullopt;
  const std::string_view name(end, static_cast<std::size_t>(text.data() + text.size() - end));
  for (const auto& u : units) {
    if (u.name != name) continue;
    std::uint64_t total = 0;
    if (__builtin_mul_overflow(number, u.factor, &total) || total > INT64_MAX) return std::nullopt;
    return total;
  }
  return std::nullopt;
}

std::string format(std::uint64_t value, std::span<const unit> units, std::string_view zero_unit) {
  if (value == 0) return "0" + std::string(zero_unit);
  for (const auto& u : units)
    if (value % u.factor == 0) return std::to_string(value / u.factor) + std::string(u.name);
  return std::to_string(value);
}

}  // namespace

std::optional<duration> parse_duration(std::string_view text) {
  const auto ms = parse(text, durations);
  if (!ms) return std::nullopt;
  return duration{static_cast<std::int64_t>(*ms)};
}

std::string format_duration(duration d) {
  return format(static_cast<std::uint64_t>(d.count()), durations, "s");
}

std::optional<byte_size> parse_size(std::string_view text) {
  const auto bytes = parse(text, sizes);
  if (!bytes) return std::nullopt;
  return byte_size{*bytes};
}

std::string format_size(byte_size s) {
  return format(s.bytes, sizes, "B");
}

std::optional<int> parse_percent(std::string_view text) {
  if (text.size() < 2 || text.back() != '%') return std::nullopt;
  int value = 0;
  const char* last = text.data() + text.size() - 1;
  const auto [end, failed] = std::from_chars(text.data(), last, value);
  if (failed != std::errc{} || end != last || value < 0 || value > 100) return std::nullopt;
  return value;
}

}  // namespace jembatan::inline base

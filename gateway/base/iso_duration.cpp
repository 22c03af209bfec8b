#include "base/iso_duration.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace jembatan::inline base {
namespace {

constexpr double day = 86400;

struct unit {
  char letter;
  double seconds;
  bool of_day;  // behind the T
};
constexpr unit units[] = {{'Y', 365 * day, false}, {'M', 30 * day, false}, {'W', 7 * day, false}, {'D', day, false},
                          {'H', 3600, true},       {'M', 60, true},        {'S', 1, true}};

// Digits, perhaps with a fraction, off the front.
std::optional<double> take_number(std::string_view& text) {
  double n = 0;
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), n, std::chars_format::fixed);
  if (failed != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return n;
}

}  // namespace

std::optional<double> parse_iso_duration(std::string_view text) {
  if (text.size() < 3 || text.front() != 'P') return std::nullopt;
  text.remove_prefix(1);
  double seconds = 0;
  bool of_day = false;
  const auto* next = std::begin(units);
  while (!text.empty()) {
    if (!of_day && text.front() == 'T') {
      of_day = true;
      text.remove_prefix(1);
    }
    const auto n = take_number(text);
    if (!n || text.empty()) return std::nullopt;
    next = std::find_if(next, std::end(units),
                        [&](const unit& u) { return u.of_day == of_day && u.letter == text.front(); });
    if (next == std::end(units)) return std::nullopt;
    seconds += *n * next++->seconds;
    text.remove_prefix(1);
  }
  return seconds;
}

}  // namespace jembatan::inline base

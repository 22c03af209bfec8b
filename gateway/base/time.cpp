#include "base/time.hpp"

#include <array>
#include <cstdio>

namespace jembatan::inline base {
namespace {

// Reads exactly n digits at the front of s and moves past them.
std::optional<int> digits(std::string_view& s, std::size_t n) {
  if (s.size() < n) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (s[i] < '0' || s[i] > '9') return std::nullopt;
    value = value * 10 + (s[i] - '0');
  }
  s.remove_prefix(n);
  return value;
}

bool take(std::string_view& s, char c) {
  if (s.empty() || s.front() != c) return false;
  s.remove_prefix(1);
  return true;
}

std::optional<date> take_date(std::string_view& s) {
  const auto y = digits(s, 4);
  if (!y || !take(s, '-')) return std::nullopt;
  const auto m = digits(s, 2);
  if (!m || !take(s, '-')) return std::nullopt;
  const auto d = digits(s, 2);
  if (!d) return std::nullopt;
  const date day{std::chrono::year{*y}, std::chrono::month{static_cast<unsigned>(*m)},
                 std::chrono::day{static_cast<unsigned>(*d)}};
  if (!day.ok()) return std::nullopt;
  return day;
}

// "hh:mm[:ss[.fraction]]"; seconds may be required. 24:00 is not accepted: RFC 3339 section 5.6 ends at 23.
std::optional<duration> take_time(std::string_view& s, bool seconds_required, int last_second) {
  const auto h = digits(s, 2);
  if (!h || *h > 23 || !take(s, ':')) return std::nullopt;
  const auto m = digits(s, 2);
  if (!m || *m > 59) return std::nullopt;
  duration t = std::chrono::hours{*h} + std::chrono::minutes{*m};
  if (!take(s, ':')) return seconds_required ? std::nullopt : std::optional{t};
  const auto sec = digits(s, 2);
  if (!sec || *sec > last_second) return std::nullopt;
  t += std::chrono::seconds{*sec};
  if (take(s, '.')) {
    int ms = 0, seen = 0;
    while (!s.empty() && s.front() >= '0' && s.front() <= '9') {
      if (seen < 3) ms = ms * 10 + (s.front() - '0');
      ++seen;
      s.remove_prefix(1);
    }
    if (seen == 0) return std::nullopt;
    for (int i = seen; i < 3; ++i) ms *= 10;
    t += duration{ms};
  }
  return t;
}

std::string print(const char* format, auto... values) {
  std::array<char, 64> buffer{};
  const int n = std::snprintf(buffer.data(), buffer.size(), format, values...);
  return {buffer.data(), static_cast<std::size_t>(n)};
}

}  // namespace

std::optional<time_point> parse_rfc3339(std::string_view s) {
  const auto day = take_date(s);
  if (!day || s.empty() || (s.front() != 'T' && s.front() != 't' && s.front() != ' ')) return std::nullopt;
  s.remove_prefix(1);
  const auto time = take_time(s, true, 60);
  if (!time) return std::nullopt;
  time_point at = time_point{std::chrono::sys_days{*day}.time_since_epoch()} + *time;
  if (take(s, 'Z') || take(s, 'z')) return s.empty() ? std::optional{at} : std::nullopt;
  if (s.empty() || (s.front() != '+' && s.front() != '-')) return std::nullopt;
  const bool east = s.front() == '+';
  s.remove_prefix(1);
  const auto oh = digits(s, 2);
  if (!oh || *oh > 23 || !take(s, ':')) return std::nullopt;
  const auto om = digits(s, 2);
  if (!om || *om > 59 || !s.empty()) return std::nullopt;
  const duration offset = std::chrono::hours{*oh} + std::chrono::minutes{*om};
  return east ? at - offset : at + offset;
}

std::string format_rfc3339(time_point t) {
  const auto day = std::chrono::floor<std::chrono::days>(t);
  const date d{day};
  const std::chrono::hh_mm_ss time{t - day};
  return print("%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(d.year()), static_cast<unsigned>(d.month()),
               static_cast<unsigned>(d.day()), static_cast<int>(time.hours().count()),
               static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
               static_cast<int>(time.subseconds().count()));
}

std::string format_rfc3339_short(time_point t) {
  auto text = format_rfc3339(t);
  if (to_unix_ms(t) % 1000 == 0) text.erase(text.size() - 5, 4);
  return text;
}

std::optional<date> parse_date(std::string_view s) {
  const auto day = take_date(s);
  return day && s.empty() ? day : std::nullopt;
}

std::string format_date(date d) {
  return print("%04d-%02u-%02u", static_cast<int>(d.year()), static_cast<unsigned>(d.month()),
               static_cast<unsigned>(d.day()));
}

std::optional<std::chrono::local_time<std::chrono::milliseconds>> parse_local_time(std::string_view s) {
  const auto day = take_date(s);
  if (!day || (!take(s, 'T') && !take(s, ' '))) return std::nullopt;
  const auto time = take_time(s, false, 59);
  if (!time || !s.empty()) return std::nullopt;
  return std::chrono::local_time<std::chrono::milliseconds>{std::chrono::local_days{*day}.time_since_epoch() + *time};
}

std::optional<std::chrono::hours> zone_offset(std::string_view name) {
  if (name == "Asia/Jakarta" || name == "Asia/Pontianak") return std::chrono::hours{7};
  if (name == "Asia/Makassar") return std::chrono::hours{8};
  if (name == "Asia/Jayapura") return std::chrono::hours{9};
  return std::nullopt;
}

time_point start_of_day(date d, std::chrono::hours offset) {
  return time_point{std::chrono::sys_days{d}.time_since_epoch()} - offset;
}

time_point end_of_day(date d, std::chrono::hours offset) {
  return start_of_day(d, offset) + std::chrono::days{1};
}

date date_in_zone(time_point t, std::chrono::hours offset) {
  return date{std::chrono::floor<std::chrono::days>(t + offset)};
}

}  // namespace jembatan::inline base

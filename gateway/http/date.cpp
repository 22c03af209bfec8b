#include "http/date.hpp"

#include <array>
#include <cstdio>

namespace jembatan::http {
namespace {

constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string format_http_date(time_point t) {
  namespace c = std::chrono;
  const auto day = c::floor<c::days>(t);
  const c::year_month_day on(day);
  const c::hh_mm_ss at(c::floor<c::seconds>(t - day));
  std::array<char, 48> text{};
  const auto size =
      std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT", days[c::weekday(day).c_encoding()],
                    static_cast<unsigned>(on.day()), months[static_cast<unsigned>(on.month()) - 1],
                    static_cast<int>(on.year()), static_cast<int>(at.hours().count()),
                    static_cast<int>(at.minutes().count()), static_cast<int>(at.seconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

std::string_view date_line(time_point now) {
  using second = std::chrono::sys_seconds;
  thread_local second made_for = second::min();
  thread_local std::string line;
  if (const auto s = std::chrono::floor<std::chrono::seconds>(now); s != made_for) {
    line = "Date: " + format_http_date(now) + "\r\n";
    made_for = s;
  }
  return line;
}

}  // namespace jembatan::http

#pragma once
// Time as the gateway writes it: instants are milliseconds since the Unix epoch in UTC, dates are civil dates, and the
// three Indonesian zones are fixed offsets (WIB +7, WITA +8, WIT +9; no daylight saving time, SEMANTICS.md 4.1). Pure.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace jembatan::inline base {

using time_point = std::chrono::sys_time<std::chrono::milliseconds>;
using duration = std::chrono::milliseconds;
using date = std::chrono::year_month_day;

// RFC 3339 date-time ("2026-03-16T01:00:00Z", fraction and numeric offset allowed, finer than 1 ms is cut). Nothing if
// it is not one or names a day or time that does not exist. A leap second (":60") reads as the next second.
std::optional<time_point> parse_rfc3339(std::string_view);
// "2026-03-16T01:00:00.000Z"
std::string format_rfc3339(time_point);
// "2026-03-16T01:00:00Z", or with .mmm where the instant is not a whole second.
std::string format_rfc3339_short(time_point);

// "2026-03-16". Nothing if it is not a real date.
std::optional<date> parse_date(std::string_view);
std::string format_date(date);

// "2026-03-16T08:00" or with seconds: a time of day without zone, as the catalogue writes it.
std::optional<std::chrono::local_time<std::chrono::milliseconds>> parse_local_time(std::string_view);

// Asia/Jakarta, Asia/Pontianak, Asia/Makassar, Asia/Jayapura. Nothing for any other name.
std::optional<std::chrono::hours> zone_offset(std::string_view iana_name);

// 00:00 of the day in a zone with this offset, as an instant.
time_point start_of_day(date, std::chrono::hours offset);
// 24:00 of the day in a zone with this offset, as an instant.
time_point end_of_day(date, std::chrono::hours offset);
// The civil date of an instant in a zone with this offset.
date date_in_zone(time_point, std::chrono::hours offset);

inline std::int64_t to_unix_ms(time_point t) {
  return t.time_since_epoch().count();
}
inline time_point from_unix_ms(std::int64_t ms) {
  return time_point{duration{ms}};
}

}  // namespace jembatan::inline base

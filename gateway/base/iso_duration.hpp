#pragma once
// ISO 8601 durations as xAPI allows them (Data 4.6): P1Y2M3W4DT5H6M7.5S, any part left out but not all. Pure.
#include <optional>
#include <string_view>

namespace jembatan::inline base {

// Seconds; a year counts 365 days and a month 30. Nothing if it is none.
std::optional<double> parse_iso_duration(std::string_view);

}  // namespace jembatan::inline base

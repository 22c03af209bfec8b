#pragma once
// JSON text, appended: events are written straight into their bytes, without a document in between. Pure.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/hex.hpp"
#include "normalise/scalar.hpp"

namespace jembatan::normalise {

// With its quotes. The text must be valid UTF-8 (the parser saw to that).
void append_string(std::string& out, std::string_view);
// Lower-case hex digits, without quotes.
void append_hex(std::string& out, bytes_view);
void append_integer(std::string& out, std::int64_t);
// An instant as RFC 3339 in UTC, without quotes: with milliseconds always, or only where it is not a whole second.
void append_instant(std::string& out, std::int64_t unix_ms, bool always_milliseconds);
// Not for absent or composite ones.
void append_scalar(std::string& out, const scalar&);

}  // namespace jembatan::normalise

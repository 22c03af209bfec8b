#include "normalise/functions.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/time.hpp"
#include "normalise/identifier_functions.hpp"

namespace jembatan::normalise {
namespace {

using kind = scalar::kind;

// Instants outside these years are a broken clock or a field that is something else.
constexpr std::int64_t earliest_ms = 946'684'800'000;         // 2000-01-01T00:00:00Z
constexpr std::int64_t latest_ms = 4'102'444'800'000;         // 2100-01-01T00:00:00Z
constexpr double largest_exact_integer = 9007199254740992.0;  // 2^53

fault plausible_instant(std::int64_t unix_ms, scalar& out) {
  if (unix_ms < earliest_ms || unix_ms >= latest_ms) return fault::range;
  out = scalar::instant(unix_ms);
  return fault::none;
}

std::string_view integer_to_text(std::int64_t value, arena& memory) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return keep({digits.data(), static_cast<std::size_t>(end - digits.data())}, memory);
}

fault text(const scalar& in, scalar& out, arena&) {
  if (in.is != kind::text) return fault::type;
  out = in;
  return fault::none;
}

fault any_text(const scalar& in, scalar& out, arena& memory) {
  if (in.is == kind::integer) {
    out = scalar::of(integer_to_text(in.integer, memory));
    return fault::none;
  }
  return text(in, out, memory);
}

// Zoom writes object.id as a string in some events and as a number in others (facts/zoom.md 3.2).
fault integer_text(const scalar& in, scalar& out, arena& memory) {
  if (const auto f = any_text(in, out, memory); f != fault::none) return f;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return std::all_of(out.text.begin(), out.text.end(), digit) ? fault::none : fault::format;
}

fault integer(const scalar& in, scalar& out, arena&) {
  if (in.is == kind::integer) {
    out = in;
    return fault::none;
  }
  if (in.is != kind::number) return fault::type;
  if (std::trunc(in.number) != in.number) return fault::format;
  if (std::fabs(in.number) > largest_exact_integer) return fault::range;
  out = scalar::of(static_cast<std::int64_t>(in.number));
  return fault::none;
}

fault number(const scalar& in, scalar& out, arena&) {
  if (in.is != kind::integer && in.is != kind::number) return fault::type;
  if (!std::isfinite(in.number)) return fault::range;  // 1e999 parses as infinity, which JSON cannot say
  out = in;
  return fault::none;
}

fault boolean(const scalar& in, scalar& out, arena&) {
  if (in.is != kind::boolean) return fault::type;
  out = in;
  return fault::none;
}

fault trim(const scalar& in, scalar& out, arena&) {
  if (in.is != kind::text) return fault::type;
  constexpr std::string_view white = " \t\r\n";
  const auto first = in.text.find_first_not_of(white);
  if (first == std::string_view::npos) {
    out = {};
    return fault::none;
  }
  out = scalar::of(in.text.substr(first, in.text.find_last_not_of(white) - first + 1));
  return fault::none;
}

// What a person typed as their NIP or NI PPPK: people group the digits. Anything else is no number and says nothing.
fault nip(const scalar& in, scalar& out, arena& memory) {
  constexpr std::size_t length = 18;
  if (in.is != kind::text) return fault::type;
  const auto ungrouped = [](char c) { return std::string_view(" \t\r\n.-'").find(c) == std::string_view::npos; };
  std::array<char, length> digits{};
  std::size_t n = 0;
  out = {};
  for (const char c : in.text) {
    if (!ungrouped(c)) continue;
    if (c < '0' || c > '9' || n == length) return fault::none;
    digits[n++] = c;
  }
  if (n == length) out = scalar::of(keep({digits.data(), n}, memory));
  return fault::none;
}

fault rfc3339(const scalar& in, scalar& out, arena&) {
  if (in.is != kind::text) return fault::type;
  const auto at = parse_rfc3339(in.text);
  return at ? plausible_instant(to_unix_ms(*at), out) : fault::format;
}

fault unix_ms(const scalar& in, scalar& out, arena& memory) {
  scalar whole;
  if (const auto f = integer(in, whole, memory); f != fault::none) return f;
  return plausible_instant(whole.integer, out);
}

fault unix_s(const scalar& in, scalar& out, arena& memory) {
  scalar whole;
  if (const auto f = integer(in, whole, memory); f != fault::none) return f;
  if (whole.integer < earliest_ms / 1000 || whole.integer >= latest_ms / 1000) return fault::range;
  return plausible_instant(whole.integer * 1000, out);
}

constexpr std::pair<std::string_view, function> table[] = {
    {"any_text", any_text},          // text, or an integer as its digits
    {"boolean", boolean},            // true or false
    {"integer", integer},            // a whole number
    {"integer_text", integer_text},  // digits, written as a text or as a number; gives text
    {"iri", iri},                    // text with http:// as https://
    {"iso_duration", iso_duration},  // "PT1H30M"; gives seconds
    {"lower_case", lower_case},      // text with A-Z as a-z
    {"mailto", mailto},              // "mailto:Ani@example.go.id"; gives the address in lower case
    {"nip", nip},                    // 18 digits, however they are grouped; anything else is absent
    {"number", number},              // any number
    {"query_code", query_code},      // the parameter `code` of a link; absent without one
    {"rfc3339", rfc3339},            // "2026-03-16T08:00:00+07:00"; gives an instant in UTC
    {"text", text},                  // text; what a pointer gives without `as`
    {"trim", trim},                  // text without white space at its ends
    {"unix_ms", unix_ms},            // milliseconds since 1970; gives an instant in UTC
    {"unix_s", unix_s},              // seconds since 1970; gives an instant in UTC
};

}  // namespace

std::string_view reason_of(fault f) {
  switch (f) {
    case fault::missing:
      return "field_missing";
    case fault::type:
      return "field_type";
    case fault::format:
      return "field_format";
    case fault::range:
      return "field_range";
    default:
      return {};
  }
}

function find_function(std::string_view name) {
  for (const auto& [known, f] : table)
    if (known == name) return f;
  return nullptr;
}

std::string function_names() {
  std::string all;
  for (const auto& [known, f] : table) {
    if (!all.empty()) all += ", ";
    all += known;
  }
  return all;
}

}  // namespace jembatan::normalise

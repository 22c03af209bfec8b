#include "normalise/json_text.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstring>

namespace jembatan::normalise {
namespace {

void append_escaped(std::string& out, char c) {
  constexpr std::string_view nibbles = "0123456789abcdef";
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else {
    const auto byte = static_cast<unsigned char>(c);
    out += "\\u00";
    out += nibbles[byte >> 4];
    out += nibbles[byte & 15];
  }
}

bool is_special(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// Whether one of eight bytes is below 0x20, a quote or a backslash (the known trick with the borrow into bit 7; it may
// also say so of a byte behind a special one, never overlooks one).
bool eight_hold_special(const char* at) {
  constexpr std::uint64_t ones = 0x0101010101010101, high = 0x8080808080808080;
  std::uint64_t w = 0;
  std::memcpy(&w, at, sizeof w);
  const auto below_space = (w - ones * 0x20) & ~w;
  const auto quote = w ^ (ones * '"'), backslash = w ^ (ones * '\\');
  return ((below_space | ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash)) & high) != 0;
}

// The first character from `from` on that JSON wants escaped; the text's size when there is none.
std::size_t next_special(std::string_view text, std::size_t from) {
  while (text.size() - from >= 8 && !eight_hold_special(text.data() + from)) from += 8;
  while (from < text.size() && !is_special(text[from])) ++from;
  return from;
}

// Writes `value` as exactly `width` digits.
void put_digits(char* to, int width, unsigned value) {
  for (int i = width - 1; i >= 0; --i, value /= 10) to[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (auto i = next_special(text, 0); i < text.size(); i = next_special(text, plain)) {
    out.append(text, plain, i - plain);
    append_escaped(out, text[i]);
    plain = i + 1;
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

void append_hex(std::string& out, bytes_view bytes) {
  constexpr std::string_view nibbles = "0123456789abcdef";
  const auto begin = out.size();
  out.resize(begin + 2 * bytes.size());
  auto* to = out.data() + begin;
  for (const auto byte : bytes) {
    *to++ = nibbles[byte >> 4];
    *to++ = nibbles[byte & 15];
  }
}

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> digits{};
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

// base's format_rfc3339 goes through printf, which alone would take a third of the time that one event may take.
void append_instant(std::string& out, std::int64_t unix_ms, bool always_milliseconds) {
  using namespace std::chrono;
  const sys_time<milliseconds> at{milliseconds{unix_ms}};
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const auto ms = static_cast<unsigned>((at - day).count());
  char text[] = "0000-00-00T00:00:00.000Z";
  put_digits(text, 4, static_cast<unsigned>(static_cast<int>(date.year())));
  put_digits(text + 5, 2, static_cast<unsigned>(date.month()));
  put_digits(text + 8, 2, static_cast<unsigned>(date.day()));
  put_digits(text + 11, 2, ms / 3'600'000);
  put_digits(text + 14, 2, ms / 60'000 % 60);
  put_digits(text + 17, 2, ms / 1000 % 60);
  if (always_milliseconds || ms % 1000 != 0) {
    put_digits(text + 20, 3, ms % 1000);
    out.append(text, 24);
  } else {
    out.append(text, 19);
    out += 'Z';
  }
}

void append_scalar(std::string& out, const scalar& value) {
  switch (value.is) {
    case scalar::kind::text:
      return append_string(out, value.text);
    case scalar::kind::integer:
      return append_integer(out, value.integer);
    case scalar::kind::number: {
      std::array<char, 32> digits{};
      out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value.number).ptr);
      return;
    }
    case scalar::kind::boolean:
      out += value.boolean ? "true" : "false";
      return;
    case scalar::kind::instant:
      out += '"';
      append_instant(out, value.integer, false);
      out += '"';
      return;
    default:
      out += "null";
  }
}

}  // namespace jembatan::normalise

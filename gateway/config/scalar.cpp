#include "config/scalar.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "config/spelling.hpp"

namespace jembatan::config {
namespace {

error wrong(std::string text) {
  return {errc::invalid, std::move(text)};
}

// What was written, short enough to be quoted.
std::string quoted(const std::string& text) {
  constexpr std::size_t longest = 60;
  return "'" + (text.size() <= longest ? text : text.substr(0, longest) + "...") + "'";
}

bool all_digits(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A number without its unit is the usual slip: the answer shows the number with one.
error wrong_quantity(const node& n, const std::string& wanted, const std::string& unit, const std::string& units) {
  const auto example = all_digits(n.text) ? n.text + unit : "a whole number and a unit";
  return wrong(quoted(n.text) + " is no " + wanted + ": write " + example + " (units: " + units + ")");
}

}  // namespace

std::string one_of(const std::vector<std::string_view>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

result<std::string> to_text(const node& n) {
  switch (n.what) {
    case node::kind::scalar:
      return n.text;
    case node::kind::null:
      return wrong("has no value: write one, or remove the key");
    case node::kind::sequence:
      return wrong("is a list, but one single value is needed");
    case node::kind::mapping:
      break;
  }
  return wrong("is a mapping, but one single value is needed");
}

result<bool> to_bool(const node& n) {
  JB_TRY(const auto text, to_text(n));
  if (!n.quoted && text == "true") return true;
  if (!n.quoted && text == "false") return false;
  return wrong(quoted(text) + " is neither true nor false: write one of them, without quotes");
}

result<std::int64_t> to_integer(const node& n, std::int64_t least, std::int64_t most) {
  JB_TRY(const auto text, to_text(n));
  const auto range = std::to_string(least) + " to " + std::to_string(most);
  const auto digits = std::string_view(text).substr(text.starts_with('-') ? 1 : 0);
  if (!all_digits(digits) || (digits.size() > 1 && digits.front() == '0'))
    return wrong(quoted(text) + " is no whole number: write one from " + range);
  if (n.quoted) return wrong("is text, but a number is needed: write " + text + " without quotes");
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || value < least || value > most)
    return wrong(quoted(text) + " is out of range: write a number from " + range);
  return value;
}

result<duration> to_duration(const node& n) {
  JB_TRY(const auto text, to_text(n));
  if (const auto d = parse_duration(text)) return *d;
  return wrong_quantity(n, "duration", "s", "ms s m h d y");
}

result<byte_size> to_size(const node& n) {
  JB_TRY(const auto text, to_text(n));
  if (const auto s = parse_size(text)) return *s;
  return wrong_quantity(n, "size", "MiB", "B KiB MiB GiB");
}

result<date> to_date(const node& n) {
  JB_TRY(const auto text, to_text(n));
  if (const auto d = parse_date(text)) return *d;
  return wrong(quoted(text) + " is no date: write year-month-day, like 2026-03-16");
}

result<int> to_percent(const node& n) {
  JB_TRY(const auto text, to_text(n));
  if (const auto p = parse_percent(text)) return *p;
  const auto example = all_digits(text) && text.size() <= 2 ? text + "%" : std::string("0% to 100%");
  return wrong(quoted(text) + " is no percentage: write " + example);
}

result<std::string> to_word(const node& n, const std::vector<std::string_view>& allowed) {
  JB_TRY(auto text, to_text(n));
  if (std::find(allowed.begin(), allowed.end(), text) != allowed.end()) return text;
  const auto meant = nearest(text, {allowed.begin(), allowed.end()});
  return wrong(quoted(text) + " is not known" + (meant.empty() ? "" : ", did you mean '" + meant + "'?") + ": write " +
               one_of(allowed));
}

result<std::vector<std::string>> to_texts(const node& n) {
  if (n.what == node::kind::scalar) return wrong("is a single value, but a list is needed: write [" + n.text + "]");
  if (n.what == node::kind::null) return wrong("has no value: write [] for an empty list, or remove the key");
  if (n.what == node::kind::mapping) return wrong("is a mapping, but a list is needed");
  std::vector<std::string> out;
  out.reserve(n.items.size());
  for (std::size_t i = 0; i < n.items.size(); ++i) {
    auto text = to_text(n.items[i]);
    if (text.has_error()) return wrong("element " + std::to_string(i + 1) + " " + text.error().context);
    if (text->empty()) return wrong("element " + std::to_string(i + 1) + " is empty: write a value, or remove it");
    out.push_back(std::move(*text));
  }
  return out;
}

}  // namespace jembatan::config

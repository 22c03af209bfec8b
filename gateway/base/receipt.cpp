#include "base/receipt.hpp"

#include <array>
#include <charconv>

namespace jembatan::inline base {

std::string receipt::text() const {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), sequence).ptr;
  std::string t;
  t.reserve(4 + node.size() + 1 + epoch.size() + 1 + digits.size());
  t.append("jb1-").append(node).append("-").append(epoch).append("-").append(digits.data(), end);
  return t;
}

std::optional<receipt> parse_receipt(std::string_view text) {
  constexpr std::string_view prefix = "jb1-";
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  const auto last = text.rfind('-');
  if (last == std::string_view::npos || last == 0) return std::nullopt;
  const auto before = text.rfind('-', last - 1);
  if (before == std::string_view::npos || before == 0) return std::nullopt;
  receipt r;
  r.node = text.substr(0, before);
  r.epoch = text.substr(before + 1, last - before - 1);
  if (r.epoch.size() != 16 || r.epoch.find_first_not_of("0123456789abcdef") != std::string::npos) return std::nullopt;
  const auto number = text.substr(last + 1);
  const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), r.sequence);
  if (failed != std::errc{} || end != number.data() + number.size() || number.front() == '0') return std::nullopt;
  return r;
}

}  // namespace jembatan::inline base

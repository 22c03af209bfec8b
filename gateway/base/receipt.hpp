#pragma once
// What a sender gets for a stored body: jb1-<node>-<epoch>-<sequence> (INTERFACES.md 7). Pure.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jembatan::inline base {

struct receipt {
  std::string node;            // as configured; may hold '-', so a receipt is read from the right
  std::string epoch;           // 16 hex digits, random per journal
  std::uint64_t sequence = 0;  // 1, 2, 3, ... within the epoch

  auto operator<=>(const receipt&) const = default;
  std::string text() const;
};

std::optional<receipt> parse_receipt(std::string_view);

}  // namespace jembatan::inline base

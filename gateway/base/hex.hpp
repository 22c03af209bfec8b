#pragma once
// Bytes as text: lower-case hex (RFC 4648 section 8) and base64 with padding (section 4). Pure.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jembatan::inline base {

using bytes_view = std::span<const std::uint8_t>;
using digest = std::array<std::uint8_t, 32>;  // a SHA-256, or an identity made of one

inline bytes_view as_bytes(std::string_view s) {
  return {reinterpret_cast<const std::uint8_t*>(s.data()), s.size()};
}

std::string to_hex(bytes_view);
// Nothing if the length is odd or a character is no hex digit. Upper case is accepted.
std::optional<std::vector<std::uint8_t>> from_hex(std::string_view);
std::optional<digest> digest_from_hex(std::string_view);

std::string to_base64(bytes_view);
// Strict: padding required, no white space.
std::optional<std::vector<std::uint8_t>> from_base64(std::string_view);

}  // namespace jembatan::inline base

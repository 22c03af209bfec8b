#pragma once
// Whether bytes are UTF-8 text (RFC 3629). Pure.
#include <cstddef>
#include <optional>
#include <string_view>

namespace jembatan::config {

// Where the text stops being what a person writes into a file: bytes that are not UTF-8, surrogates and overlong forms
// included, and control characters other than tab, line feed and carriage return. Nothing when all is good.
std::optional<std::size_t> first_bad_byte(std::string_view);

// The text without a leading byte order mark.
std::string_view without_bom(std::string_view);

// The line that the offset is in; 1 is the first.
int line_at(std::string_view text, std::size_t offset);

}  // namespace jembatan::config

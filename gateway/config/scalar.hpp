#pragma once
// One written value as the type that an option has. Strict: a whole number has no quotes, no sign in front but '-', no
// leading zero; a quantity has its unit. The failure's context is a sentence that says what to write instead. Pure.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/quantity.hpp"
#include "base/time.hpp"
#include "config/document.hpp"

namespace jembatan::config {

result<bool> to_bool(const node&);
result<std::int64_t> to_integer(const node&, std::int64_t least, std::int64_t most);
result<duration> to_duration(const node&);
result<byte_size> to_size(const node&);
result<date> to_date(const node&);
result<int> to_percent(const node&);
// Any scalar, as it is written.
result<std::string> to_text(const node&);
result<std::string> to_word(const node&, const std::vector<std::string_view>& allowed);
// A sequence of scalars; the failure names the first element that is none.
result<std::vector<std::string>> to_texts(const node&);

// "a, b or c"
std::string one_of(const std::vector<std::string_view>&);

}  // namespace jembatan::config

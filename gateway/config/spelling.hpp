#pragma once
// Which known word was meant. Pure.
#include <string>
#include <string_view>
#include <vector>

namespace jembatan::config {

// The known word with the fewest letters to change, when they are few enough to be a slip: at most one in three, at
// most two. Empty when none is close.
std::string nearest(std::string_view written, const std::vector<std::string>& known);

}  // namespace jembatan::config

#pragma once
// The reference of all options, from the same description that the loader walks, so the two cannot drift apart. Printed
// by `jembatan config reference`; config/reference.md holds it, and a test compares the two. Pure.
#include <string>
#include <string_view>

#include "config/loader.hpp"

namespace jembatan::config {

// Markdown: the title as heading, the introduction, then one table per section with key, type, default, meaning and
// what makes a change take effect. Lines end with LF; the same description gives the same bytes.
std::string reference(std::string_view title, std::string_view introduction, const describe_function&);

}  // namespace jembatan::config

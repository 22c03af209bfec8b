#pragma once
// A training at a glance, as a manager looks at it: attendance per session, completion per module, actions, outcome,
// and why people did not pass. Made from what the gateway shows, not from the truth. Pure.
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace jembatan::simulate {

// `jembatan records --json` and `jembatan held list --json` (INTERFACES.md 8), as text of some lines for each training.
// invalid when a text is not what the command prints.
result<std::string> summary_of(std::string_view records_json, std::string_view held_json);

}  // namespace jembatan::simulate

#pragma once
// From one body, as a sender posted it, to its raw events. How depends on the type of its source. Pure.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jembatan::pump {

// The JSON texts of the raw events in the body, in order: as many as the source counted when it gave them identities.
// Nothing when there is no such type of source.
std::optional<std::vector<std::string>> split(std::string_view source_type, std::string body);

}  // namespace jembatan::pump

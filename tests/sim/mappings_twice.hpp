#pragma once
// The project's mappings as they are, and once more with a comment more in each file. Reads the folder, and writes a
// copy that is gone again when it returns.
#include <filesystem>

#include "sim/history.hpp"

namespace jembatan::sim {

// Either is null when it does not compile; standard error says why.
mappings load_mappings_twice(const std::filesystem::path& folder);

}  // namespace jembatan::sim

#pragma once
// Keys that no one configured: made once under <data_dir>/keys, 0600, and kept (INTERFACES.md 1).
#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "base/random.hpp"

namespace jembatan::app {

// The key's text (64 hex digits). Made and written durably when the file is absent; io or invalid when it cannot be
// used: a key that changed would change every pseudonym.
result<std::string> load_or_make_key(const std::filesystem::path& data_dir, std::string_view name, random_source&);

}  // namespace jembatan::app

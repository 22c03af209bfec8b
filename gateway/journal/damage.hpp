#pragma once
// What an operator is told when bytes on disk are not what was written. Pure.
#include <filesystem>
#include <string>

#include "base/error.hpp"

namespace jembatan::journal {

// corrupt: which file, what is wrong with it, that nothing was changed, and what to do.
error damaged(const std::filesystem::path& file, const std::string& what);

// The same for a failure that SQLite reported while a file was read: corrupt gets the remedy, anything else stays as it
// is.
error explain_damage(error, const std::filesystem::path& file);

}  // namespace jembatan::journal

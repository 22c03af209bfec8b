#pragma once
// What the commands of all registers share: list, and import and diff of the configured files (SEMANTICS.md 7).
#include <string>
#include <vector>

#include "cli/command.hpp"

namespace jembatan::cli {

// Columns of `list`: heading and field of the answer.
using columns = std::vector<std::pair<std::string, std::string>>;

// Adds list, import and diff to the group of the register `name` (people, accounts, trainings, certificates), which is
// also the path and the list's key in the admin API.
void add_register_commands(CLI::App& group, invocation&, const std::string& name, columns);

}  // namespace jembatan::cli

#pragma once
// What must be true at the end of a history: nothing acknowledged is missing, the equation holds, records, holds and
// what stands at the target are those of an undisturbed run over the same bodies and the same rules.
#include <memory>
#include <string>
#include <vector>

#include "sim/runner.hpp"

namespace jembatan::sim {

// Violations; empty is good.
std::vector<std::string> judge(runner&, const story&, const std::shared_ptr<const normalise::plan>&);

}  // namespace jembatan::sim

#pragma once
// Runs a program and takes what it prints, with a deadline and a limit.
#include <chrono>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace jembatan::simulate {

// Standard output of the program (argv[0] is its path). unavailable when it ends with another code than 0 (its standard
// error goes to ours), timeout when it does not end in time: it is killed then.
result<std::string> output_of(const std::vector<std::string>& argv, std::chrono::seconds deadline);

}  // namespace jembatan::simulate

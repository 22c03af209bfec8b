#pragma once
// Finds the fewest faults with which a history still fails. Each attempt runs in a process of its own, since the
// failure may be that the process ends.
#include <set>
#include <string>

#include "sim/history.hpp"

namespace jembatan::sim {

// Runs a history in a child process; false when it violates nothing and ends well.
bool fails(const request&, const mappings&);

// Numbers of the faults that can be left out all together.
std::set<std::size_t> shrink(std::uint64_t seed, const mappings&);

// The command that runs it again, with every step told.
std::string command_of(std::uint64_t seed, const std::set<std::size_t>& left_out);

}  // namespace jembatan::sim

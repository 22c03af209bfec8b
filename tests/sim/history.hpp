#pragma once
// One history from its beginning to its verdict, made from a seed alone. The same seed and the same faults left out
// give the same history, step by step. One thread.
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "normalise/plan.hpp"

namespace jembatan::sim {

// What compiles to the same events, under two digests: a reload swaps them, and nothing else may change.
struct mappings {
  std::shared_ptr<const normalise::plan> first, other;
};

struct outcome {
  std::uint64_t steps = 0;
  std::uint64_t crashes = 0;
  std::vector<std::string> violations;  // empty is good
};

struct request {
  std::uint64_t seed = 0;
  std::set<std::size_t> left_out;  // numbers of faults
  bool tell = false;               // every step on standard output
};

outcome run_history(const request&, const mappings&);

}  // namespace jembatan::sim

#pragma once
// Many histories on several processes: one that ends by a fault of the simulation or of the gateway itself is reported
// like any other violation. Its seed is told on standard error at once; the summary, also after SIGINT or SIGTERM, is
// the last line on standard output.
#include "sim/history.hpp"

namespace jembatan::sim {

struct crowd {
  std::uint64_t first_seed = 1;
  std::uint64_t histories = 0;
  std::size_t workers = 2;
  bool shrink = true;
  bool to_the_first = false;  // ends with the first one that fails
};

// Exit codes: 0 when nothing was violated.
int run_one(const request&, const mappings&);
int run_crowd(const crowd&, const mappings&);

}  // namespace jembatan::sim

#pragma once
// The equation of SEMANTICS.md 2.4: whether every raw event that a source accepted is accounted for. Pure.
#include <cstdint>
#include <map>
#include <string>

#include "journal/journal.hpp"
#include "ledger/ledger.hpp"

namespace jembatan::app {

struct source_balance {
  journal::source_counts door;  // accepted, depth, published: counted at the journal
  ledger::class_counts inside;  // ingested and the classes: counted in the ledger
  std::uint64_t in_flight = 0;  // depth + (published - ingested) + evaluating
  bool balanced = false;
};

// Every source that either side knows. `drained`: the event log holds nothing that the ledger has not read, so that
// ingested must equal published. The door's counts must be read after the ledger's: between the two readings events
// only move inwards.
std::map<std::string, source_balance> balance(const std::map<std::string, ledger::class_counts>& inside,
                                              const std::map<std::string, journal::source_counts>& door, bool drained);

bool all_balanced(const std::map<std::string, source_balance>&);

}  // namespace jembatan::app

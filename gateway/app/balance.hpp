#pragma once
// The equation of SEMANTICS.md 2.4: whether every raw event that a source accepted is accounted for.
#include <cstdint>
#include <functional>
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

using balances = std::map<std::string, source_balance>;
using door_counts = std::map<std::string, journal::source_counts>;

// Pure. Every source that either side knows. `drained`: the event log holds nothing that the ledger has not read, so
// that all that was published must be ingested. The door's counts must be read after the ledger's: between the two
// readings events only move inwards.
balances balance(const std::map<std::string, ledger::class_counts>& inside, const door_counts& door, bool drained);

bool all_balanced(const balances&);

struct ledger_reading {
  bool drained = false;  // read before the counts
  std::map<std::string, ledger::class_counts> inside;
};

// The equation of a service that is working: both sides are read while events move between them, so a reading that does
// not balance is taken again after `pause`, a few times. What is still off then is off. A failure to read is handed on.
result<balances> read_balance(const std::function<result<ledger_reading>()>& ledger,
                              const std::function<door_counts()>& door, const std::function<void()>& pause);

}  // namespace jembatan::app

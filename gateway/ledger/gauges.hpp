#pragma once
// What /metrics shows of the ledger and is read when it is scraped, rather than kept.
#include <memory>

#include "ledger/core.hpp"

namespace jembatan::ledger {

// The gauges stop being read when what is returned is gone, since the registry lives longer than the ledger.
std::shared_ptr<void> publish_gauges(core&);

}  // namespace jembatan::ledger

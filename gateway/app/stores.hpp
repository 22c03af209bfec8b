#pragma once
// What is durable: journal, event log and ledger below data_dir, opened in the order in which they lean on each other.
// One process per data_dir (flock).
#include <memory>

#include "app/settings.hpp"
#include "app/surroundings.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "eventlog/embedded/log.hpp"
#include "journal/journal.hpp"
#include "ledger/ledger.hpp"
#include "metrics/registry.hpp"

namespace jembatan::app {

struct stores {
  directory_lock lock;
  std::shared_ptr<jembatan::journal::journal> journal;
  std::shared_ptr<jembatan::eventlog::embedded::log> log;
  std::shared_ptr<jembatan::ledger::ledger> ledger;  // null without the role adapters
};

// Any failure names the file and the remedy; what was opened before is closed again.
result<stores> open_stores(const settings&, const clock&, random_source&, metrics::registry&, const surroundings& = {});

}  // namespace jembatan::app

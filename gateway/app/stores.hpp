#pragma once
// What is durable: journal, event log and ledger below data_dir, opened in the order in which they lean on each other.
// One process per data_dir (flock).
#include <memory>

#include "app/settings.hpp"
#include "base/clock.hpp"
#include "base/file_system.hpp"
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

// Where everything durable lies and who drives the journal's writer: the system and a thread, unless a simulation
// brings its own.
struct surroundings {
  std::string vfs = {};  // SQLite's file layer
  file_system* files = &system_files();
  journal::writing writing = journal::writing::on_a_thread;
};

// Any failure names the file and the remedy; what was opened before is closed again.
result<stores> open_stores(const settings&, const clock&, random_source&, metrics::registry&, const surroundings& = {});

}  // namespace jembatan::app

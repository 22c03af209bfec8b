#pragma once
// Options of the ledger: sections `ledger`, `retention` and `delivery.settle` of the configuration, joined by the
// composition root.
#include <filesystem>

#include "base/option.hpp"

namespace jembatan::ledger {

struct options {
  std::filesystem::path file;  // <data_dir>/ledger.db, set by the composition root
  std::string kind = "sqlite";
  std::string vfs;  // SQLite's file layer: empty for the system's, unless a simulation brings its own
  duration settle = std::chrono::hours{48};  // delivery.settle, where a training has none of its own
  duration debounce =
      std::chrono::milliseconds{250};  // a dirty mark waits this long for its like; longer under backlog
  std::int64_t ingest_batch = 2000;    // messages per transaction, at most
  std::int64_t evaluate_batch = 2000;  // dirty keys per transaction, at most
  duration hold_training_unknown = std::chrono::days{35};  // SEMANTICS.md 2.5
  duration hold_others = std::chrono::days{90};            // retention.held: after the training is final
};

void describe(option_visitor&, options&);

}  // namespace jembatan::ledger

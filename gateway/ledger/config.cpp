#include "ledger/config.hpp"

namespace jembatan::ledger {

void describe(option_visitor& visit, options& o) {
  visit.choice("kind", o.kind, {"sqlite"}, {.text = "Database of the ledger: sqlite (a file in data_dir)."});
  visit.unsupported("dsn_file", {.text = "File with the connection string of PostgreSQL."});
  visit.option("debounce", o.debounce,
               {.text = "How long a change waits for its like before records are evaluated; longer under backlog."});
  visit.option("ingest_batch", o.ingest_batch, 1, 100'000, {.text = "Messages stored per transaction, at most."});
  visit.option("evaluate_batch", o.evaluate_batch, 1, 100'000,
               {.text = "Dirty parties and records evaluated per transaction, at most."});
  visit.option("hold_training_unknown", o.hold_training_unknown,
               {.text = "Events of meetings that no training names are held this long, then ignored."});
}

}  // namespace jembatan::ledger

#pragma once
// The first stage of the ledger: moves the position in the event log and stores what it passed, in one transaction.
#include "base/stage.hpp"
#include "ledger/core.hpp"
#include "ledger/ingestion.hpp"

namespace jembatan::ledger {

class ingest_stage final : public stage {
 public:
  explicit ingest_stage(core&);
  const char* name() const override { return "ingest"; }
  time_point step(time_point now) override;
  // Whether nothing is left to read.
  result<bool> drained();
  std::optional<std::string> trouble() const { return setback_.trouble(); }

 private:
  // Whether there may be more to read at once.
  result<bool> batch(std::string_view topic, std::int32_t partition, time_point now);

  void tell(const message_batch&);

  core& core_;
  setback setback_;
  metrics::histogram seconds_;
  metrics::counter foreign_;
  log::limited lines_;
};

// invalid when a stored position belongs to another event log than this one.
result<void> check_positions(tables&, eventlog::event_log&);

}  // namespace jembatan::ledger

#pragma once
// The second stage of the ledger: claims dirty marks and evaluates them, runs the timers, and lets deliveries become
// due.
#include "base/stage.hpp"
#include "ledger/core.hpp"

namespace jembatan::ledger {

class evaluate_stage final : public stage {
 public:
  explicit evaluate_stage(core&);
  const char* name() const override { return "evaluate"; }
  time_point step(time_point now) override;
  std::optional<std::string> trouble() const { return setback_.trouble(); }

 private:
  struct done {
    integer marks = 0, evaluated = 0, due = 0;
    time_point again;
    trace told;
  };
  evaluation_rules rules() const;
  result<done> batch(tables&, const evaluation_rules&, time_point now);

  core& core_;
  setback setback_;
  metrics::histogram seconds_;
  metrics::counter evaluated_;
};

}  // namespace jembatan::ledger

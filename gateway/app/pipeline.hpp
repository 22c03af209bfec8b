#pragma once
// Every stage behind the door, each driven on its own, and who wakes whom: a commit in the journal wakes the pump,
// the pump wakes ingest, ingest wakes evaluate, evaluate wakes delivery.
#include <memory>
#include <vector>

#include "app/settings.hpp"
#include "app/stores.hpp"
#include "app/surroundings.hpp"
#include "app/targets.hpp"
#include "normalise/plan.hpp"
#include "pump/pump.hpp"

namespace jembatan::app {

class pipeline {
 public:
  // What it is given must outlive it. Nothing runs before start().
  pipeline(const settings&, const stores&, std::shared_ptr<const normalise::plan>, const clock&, random_source&,
           metrics::registry&, const surroundings& = {});
  ~pipeline() { stop(); }

  void start();
  // Finishes the batches that are under way. Twice is good.
  void stop();

  void set_plan(std::shared_ptr<const normalise::plan>);
  // Why events do not get on from the journal; nothing while they do.
  std::optional<std::string> trouble() const { return pump_->trouble(); }
  void wake_ledger();
  void wake_delivery();

 private:
  using driver = std::shared_ptr<stage_driver>;
  driver add(stage&, const clock&, const surroundings&);
  void connect(const stores&);

  std::shared_ptr<pump::pump> pump_;  // shared with the journal's wake-up, which may come late
  std::vector<std::unique_ptr<target>> targets_;
  // Shared with the wake-ups that journal, pump and ledger keep: a late one finds a stopped driver, never a dead one.
  std::vector<driver> all_;
  std::vector<driver> delivery_;
  driver pump_driver_, ingest_, evaluate_;
};

}  // namespace jembatan::app

#pragma once
// One adapter with its client and its delivery stage per configured target.
#include <memory>
#include <vector>

#include "app/settings.hpp"
#include "app/surroundings.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "delivery/worker.hpp"
#include "ledger/delivery_store.hpp"
#include "metrics/registry.hpp"

namespace jembatan::app {

class target {
 public:
  // Store, clock, randomness and metrics must outlive it.
  target(const std::string& id, const target_settings&, const delivery::options&, ledger::delivery_store&, const clock&,
         random_source&, metrics::registry&, const surroundings&);

  const std::string& id() const { return id_; }
  stage& worker() { return *worker_; }
  // Ends a running call within about a second: for stopping.
  void cancel() { client_->cancel(); }

 private:
  std::string id_;
  std::unique_ptr<outbound::https_client> client_;
  std::unique_ptr<delivery::adapter> adapter_;
  std::unique_ptr<delivery::worker> worker_;
};

}  // namespace jembatan::app

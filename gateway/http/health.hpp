#pragma once
// What operators and their monitoring ask (INTERFACES.md 7): /healthz, /readyz, /metrics.
#include <functional>
#include <string>
#include <vector>

#include "http/router.hpp"
#include "metrics/registry.hpp"

namespace jembatan::http {

// One thing that is not as it should be, and what to do: no person, no secret.
struct degradation {
  std::string part;
  std::string why;
};

struct readiness {
  bool ready = false;                 // the journal accepts; without role gateway: ledger and event log answer
  std::vector<degradation> degraded;  // may be filled while ready
};

// {"status":"ok","environment":"test","version":"0.1.0"}: the process runs.
void add_health(router&, std::string environment, std::string version);
// 200 when ready, else 503; body {"ready":true,"degraded":[{"part":"delivery","why":"..."}]}. Asked on the pool.
void add_readiness(router&, worker_pool&, std::function<readiness()>);
// Prometheus text format 0.0.4. Made on the pool: gauges may be read from a database.
void add_metrics(router&, worker_pool&, const metrics::registry&);

}  // namespace jembatan::http

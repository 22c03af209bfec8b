#include "sim/history.hpp"

#include "sim/runner.hpp"
#include "sim/verdict.hpp"

namespace jembatan::sim {

outcome run_history(const request& r, const mappings& m) {
  const auto what_happens = tell(r.seed);
  runner run(r, what_happens, plan_faults(r.seed), m);
  run.run();
  outcome o{run.steps(), run.fate().deaths(), run.violations()};
  if (!o.violations.empty()) return o;
  o.violations = judge(run, what_happens, m.first);
  return o;
}

}  // namespace jembatan::sim

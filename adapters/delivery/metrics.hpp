#pragma once
// What delivery counts per target. Labels are ids and stable words, never a person.
#include <string>

#include "metrics/registry.hpp"

namespace jembatan::delivery {

class target_metrics {
 public:
  target_metrics(metrics::registry&, std::string target);

  // jembatan_delivery_attempts_total{target,result}: unchanged adopted created corrected refused impossible unreachable
  // unknown postponed locked_out cancelled preview not_wanted lease_short resting
  void attempt(std::string_view result);
  void took(double seconds) const { seconds_.observe(seconds); }
  void parked(bool yes) const { parked_.set(yes ? 1 : 0); }
  void breaker_open(bool yes) const { open_.set(yes ? 1 : 0); }
  void breaker_opened() const { opened_.add(); }

 private:
  metrics::registry& registry_;
  std::string target_;
  metrics::gauge parked_, open_;
  metrics::counter opened_;
  metrics::histogram seconds_;
};

}  // namespace jembatan::delivery

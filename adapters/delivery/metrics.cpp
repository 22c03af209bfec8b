#include "delivery/metrics.hpp"

namespace jembatan::delivery {

target_metrics::target_metrics(metrics::registry& r, std::string target)
    : registry_(r),
      target_(std::move(target)),
      parked_(r.make_gauge("jembatan_target_parked", "1 while the target waits for a person", {{"target", target_}})),
      open_(r.make_gauge("jembatan_delivery_breaker_open", "1 while the target is left alone after failures in a row",
                         {{"target", target_}})),
      opened_(r.make_counter("jembatan_delivery_breaker_opened_total", "How often the breaker opened or stayed open",
                             {{"target", target_}})),
      seconds_(r.make_histogram("jembatan_delivery_seconds", "From claim to settlement of one delivery",
                                {0.01, 0.05, 0.1, 0.5, 1, 5, 15, 30, 60, 180}, {{"target", target_}})) {
  parked_.set(0);
  open_.set(0);
}

void target_metrics::attempt(std::string_view result) {
  registry_
      .make_counter("jembatan_delivery_attempts_total", "Attempts of delivery by how they ended",
                    {{"target", target_}, {"result", std::string(result)}})
      .add();
}

}  // namespace jembatan::delivery

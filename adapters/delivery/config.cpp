#include "delivery/config.hpp"

#include <algorithm>

namespace jembatan::delivery {

void describe(option_visitor& v, target_options& o) {
  v.choice("mode", o.mode, {"dry_run", "live"},
           {"dry_run reads at the target and shows the exact requests, but never writes. live writes."});
  v.option("ca", o.ca,
           {"PEM file of the authorities that may sign the target's certificate; the system's when left out."});
  v.option("client_certificate", o.client_certificate, {"PEM certificate that we show to the target."});
  v.option("client_key", o.client_key, {"PEM key of client_certificate."});
  v.option("proxy", o.proxy, {"Proxy for calls to the target, http://host:port. The environment is never asked."});
  v.option("deadline", o.deadline, {"A request that takes longer is given up, its outcome being unknown."});
  v.option("deliver", o.deliver, {"Outcomes that the target receives: lulus, hadir, tidak_lulus."});
  v.option("deliver_from", o.deliver_from, {"Only trainings that ended on or after this date are delivered."});
  if (v.documenting()) return;
  if (o.client_certificate.empty() != o.client_key.empty())
    v.reject(o.client_key.empty() ? "client_certificate" : "client_key",
             "client_certificate and client_key belong together: write both or none");
  if (o.deadline < std::chrono::milliseconds{100} || o.deadline > std::chrono::minutes{10})
    v.reject("deadline", "must be from 100ms to 10m");
  for (const auto& outcome : o.deliver)
    if (outcome != "lulus" && outcome != "hadir" && outcome != "tidak_lulus")
      v.reject("deliver", "unknown outcome \"" + outcome + "\": use lulus, hadir or tidak_lulus");
}

void describe(option_visitor& v, options& o) {
  v.section("backoff",
            {"How long to wait before trying again: at random between nothing and base doubled per failure."},
            [&](option_visitor& s) {
              s.option("base", o.backoff_base, {"Longest wait after the first failure."});
              s.option("cap", o.backoff_cap, {"Longest wait after many failures."});
              if (s.documenting()) return;
              if (o.backoff_base <= duration::zero()) s.reject("base", "must be longer than nothing, for example 30s");
              if (o.backoff_cap < o.backoff_base) s.reject("cap", "must not be shorter than base");
            });
  v.option("attempts", o.attempts, 1, 100, {"Refusals without a known code after which a delivery is parked."});
  v.option("breaker", o.breaker, 1, 1000,
           {"Failed exchanges in a row after which a target is left alone for a while."});
  v.unsupported("brake", {"Stages corrections that move many delivered records at once."});
}

outbound::options client_options(const target_options& o) {
  return {.name = o.id,
          .ca = o.ca,
          .client_certificate = o.client_certificate,
          .client_key = o.client_key,
          .proxy = o.proxy};
}

}  // namespace jembatan::delivery

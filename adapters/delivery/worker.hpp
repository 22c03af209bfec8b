#pragma once
// The delivery stage of one target: claims a delivery, carries it out, settles it (SEMANTICS.md 6). `sending` is
// committed by the claim, before any call; the lease covers all calls, so that a crash leaves an expired lease and thus
// `unknown`. In memory stay the breaker, the counts of failed exchanges and, beside what the store
// keeps, how long the target is left to itself after an unknown outcome: an operator's retry and a stepped clock
// shorten nothing.
#include <unordered_map>

#include "base/clock.hpp"
#include "base/log_limit.hpp"
#include "base/random.hpp"
#include "base/stage.hpp"
#include "delivery/adapter.hpp"
#include "delivery/backoff.hpp"
#include "delivery/config.hpp"
#include "delivery/errand.hpp"
#include "delivery/metrics.hpp"
#include "ledger/delivery_store.hpp"

namespace jembatan::delivery {

class worker final : public stage {
 public:
  // All but the options are used for as long as the worker lives.
  worker(target_options, options, ledger::delivery_store&, adapter&, const clock&, random_source&, metrics::registry&);

  const char* name() const override { return name_.c_str(); }
  // At most one delivery.
  time_point step(time_point now) override;

  // Longer than any delivery may take: three requests before the write begins, three of the write itself (the write, a
  // new token, the write again), each within its deadline, and one more in which the target may still be at work on
  // what a dead process sent.
  static duration lease_for(duration request_deadline) { return 7 * request_deadline; }

 private:
  bool may_go_on(const ledger::target_state& parked, const std::string& credentials, time_point now);
  std::optional<time_point> barred(time_point now);
  void park(const setback&, time_point now);
  bool carry_out(const ledger::job&, time_point lease_until, duration lease_ends);
  void remember(const finding&, time_point now);
  time_point idle(time_point now);
  time_point store_failed(std::string_view doing, const error&, time_point now);

  const std::string name_;
  const target_options target_;
  const options options_;
  ledger::delivery_store& store_;
  adapter& adapter_;
  const clock& clock_;
  random_source& random_;
  target_metrics metrics_;
  breaker breaker_;
  log::limited lines_;
  struct trail {
    std::int64_t stumbles = 0;  // failures of transport in a row
    duration rest_ends{};       // after a write without an answer
  };
  std::unordered_map<std::string, trail> trails_;  // by delivery id
  // What another process left unknown may be of the moment before this one began.
  const duration first_rest_ends_;
};

}  // namespace jembatan::delivery

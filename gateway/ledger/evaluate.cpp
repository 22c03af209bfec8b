#include "ledger/evaluate.hpp"

#include <algorithm>

#include "ledger/timers.hpp"

namespace jembatan::ledger {
namespace {

constexpr integer timers_at_once = 64;
constexpr duration watch_interval{500};            // while deliveries wait for what is still in flight
constexpr std::chrono::seconds idle_interval{30};  // however far the next timer is: the clock may be stepped

time_point sooner(time_point a, const std::optional<time_point>& b) {
  return b ? std::min(a, *b) : a;
}

}  // namespace

evaluate_stage::evaluate_stage(core& c)
    : core_(c),
      setback_("evaluate", c.series.make_counter("jembatan_ledger_failures_total", "Failed transactions of the ledger",
                                                 {{"stage", "evaluate"}})),
      seconds_(c.series.make_histogram("jembatan_ledger_step_seconds", "Time of one batch of a stage",
                                       {.001, .005, .02, .1, .5, 2, 10}, {{"stage", "evaluate"}})),
      evaluated_(c.series.make_counter("jembatan_ledger_evaluated_total", "Parties and records evaluated")) {}

evaluation_rules evaluate_stage::rules() const {
  accepted_counts ask;
  evaluation_rules all{core_.holds(), {}, {}};
  {
    const std::lock_guard lock(core_.rules_mutex);
    all.targets = core_.targets;
    ask = core_.accepted;
  }
  // Before the transaction reads facts: what is accepted later is no longer waited for (SEMANTICS.md 6.1).
  if (ask) all.accepted = ask();
  return all;
}

result<evaluate_stage::done> evaluate_stage::batch(tables& t, const evaluation_rules& rules, time_point now) {
  done d;
  mark_what_is_due(t, *core_.registers, now, timers_at_once);
  const auto marks = t.marks.claim(now, core_.settings.evaluate_batch);
  evaluation e(t, *core_.registers, rules, core_.random, now);
  e.run(marks);
  if (log::enabled(log::level::debug)) d.told = e.told();
  d.marks = static_cast<integer>(marks.size());
  d.evaluated = e.evaluated();
  d.again = now + idle_interval;
  if (t.watermarks.any()) {
    d.due = t.watermarks.promote(t.marks.last_seq(), t.marks.oldest_seq(), now);
    if (t.watermarks.any()) d.again = now + watch_interval;
  }
  d.again = sooner(sooner(d.again, t.marks.next_due()), next_timer(t));
  return d;
}

time_point evaluate_stage::step(time_point now) {
  const auto began = std::chrono::steady_clock::now();
  const auto in_force_rules = rules();
  const auto d = core_.write->transact(core_.occasion_of("evaluate", "timer", now),
                                       [&](tables& t) { return batch(t, in_force_rules, now); });
  if (d.has_error()) return setback_.after(d.error(), now);
  setback_.over();
  d->told.write();
  core_.behind = d->marks >= core_.settings.evaluate_batch;
  if (d->due > 0) core_.due();
  if (d->marks > 0) {
    evaluated_.add(static_cast<double>(d->evaluated));
    seconds_.observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  }
  return core_.behind ? now : std::max(now, d->again);
}

time_point setback::after(const error& e, time_point now) {
  constexpr duration first{100}, longest{5000};
  failures_.add();
  {
    const std::lock_guard lock(mutex_);
    trouble_ = std::string("stage ") + stage_ + " failed: " + e.message();
  }
  lines_.error("ledger", "stage failed", {}, {{"stage", stage_}, {"reason", e.message()}});
  return now + std::min(longest, first * (1 << std::min(count_++, 6)));
}

void setback::over() {
  if (count_ == 0) return;
  log::info("ledger", "stage goes on", {{"stage", stage_}, {"failures", count_}});
  count_ = 0;
  const std::lock_guard lock(mutex_);
  trouble_.reset();
}

std::optional<std::string> setback::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

}  // namespace jembatan::ledger

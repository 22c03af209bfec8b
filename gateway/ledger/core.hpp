#pragma once
// What the parts of an open ledger share. Owned by the ledger; its stages and its desk refer to it.
#include <atomic>
#include <mutex>

#include "base/clock.hpp"
#include "base/log_limit.hpp"
#include "ledger/evaluation.hpp"
#include "ledger/inquiry.hpp"
#include "ledger/ledger.hpp"
#include "ledger/reader.hpp"

namespace jembatan::ledger {

// Wakes another stage, if anybody listens.
class signal {
 public:
  void set(std::function<void()> f) {
    const std::lock_guard lock(mutex_);
    call_ = std::move(f);
  }
  void operator()() const {
    std::function<void()> call;
    {
      const std::lock_guard lock(mutex_);
      call = call_;
    }
    if (call) call();
  }

 private:
  mutable std::mutex mutex_;
  std::function<void()> call_;
};

// A stage's failures: logged seldom, counted, and met with a longer and longer pause (at most 5 s).
class setback {
 public:
  setback(const char* stage, metrics::counter failures) : stage_(stage), failures_(failures) {}
  // When to come again.
  time_point after(const error&, time_point now);
  void over();
  // Why the stage does not get on; nothing while it does. From any thread.
  std::optional<std::string> trouble() const;

 private:
  const char* stage_;
  metrics::counter failures_;
  int count_ = 0;
  mutable std::mutex mutex_;
  std::optional<std::string> trouble_;
  log::limited lines_;
};

struct core {
  core(const options& o, eventlog::event_log& l, const clock& c, random_source& r, metrics::registry& m)
      : settings(o), log(l), time(c), random(r), series(m) {}

  hold_rules holds() const { return {settings.settle, settings.hold_training_unknown, settings.hold_others}; }
  // SEMANTICS.md 6.5: `cause` is carried by the marks that are set.
  occasion occasion_of(const char* doing, const char* cause, time_point now) const {
    return {.doing = doing, .now = now, .marks_due = now, .cause = cause};
  }

  const options settings;
  eventlog::event_log& log;
  const clock& time;
  random_source& random;
  metrics::registry& series;
  std::unique_ptr<writer> write;
  std::shared_ptr<reader> read;
  std::unique_ptr<inquiry> look;
  std::shared_ptr<const in_force> registers;  // read and replaced only inside the writer's transactions
  std::atomic<bool> behind{false};            // evaluation has more due than one batch: marks wait longer
  signal dirty, due;

  std::mutex rules_mutex;  // of these two
  std::vector<target_rule> targets;
  accepted_counts accepted;
};

}  // namespace jembatan::ledger

#pragma once
// Trims an event log in small steps, so that an append never waits long behind a deletion. Driven by one thread.
#include "base/stage.hpp"
#include "eventlog/event_log.hpp"

namespace jembatan::eventlog::embedded {

class retention final : public stage {
 public:
  // The log must outlive it.
  retention(event_log&, duration keep);

  const char* name() const override { return "eventlog.retention"; }
  time_point step(time_point now) override;

 private:
  event_log& log_;
  const duration keep_;
};

}  // namespace jembatan::eventlog::embedded

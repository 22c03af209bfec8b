#pragma once
// For how long this journal has been open, in all processes that opened it together. Retention goes by it and not by
// the wall time, which may be set years ahead for a minute: what is removed does not come back. Safe from any thread.
// A crash takes at most what was not noted yet in cursor.db, so that bodies are kept a little longer; so does the time
// in which no process ran.
#include "base/clock.hpp"

namespace jembatan::journal {

class service_time {
 public:
  service_time(const clock& c, duration before) : clock_(c), before_(before), opened_at_(c.passed()) {}

  duration now() const { return before_ + (clock_.passed() - opened_at_); }

 private:
  const clock& clock_;
  const duration before_;
  const duration opened_at_;
};

}  // namespace jembatan::journal

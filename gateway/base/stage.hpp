#pragma once
// How every stage behind the door runs (pump, ingest, evaluate, delivery, retention): an object that does one bounded
// batch when it is told to and says when it wants to come again. It keeps nothing in memory that a crash may not take.
// In `serve` a thread drives each; in a simulation one thread drives them all.
#include "base/time.hpp"

namespace jembatan::inline base {

class stage {
 public:
  virtual ~stage() = default;
  virtual const char* name() const = 0;
  // One bounded batch. Returns when to come again: `now` when there is more to do at once. Always reckoned from the
  // `now` that it was given, since the clock may be stepped while it works. Failures are logged and counted inside and
  // come back as a later time. Called by one thread at a time.
  virtual time_point step(time_point now) = 0;
};

}  // namespace jembatan::inline base

#pragma once
// One stage under simulated time: ready when app::stage_thread would step it, that is when its instant has come, or the
// pause that it asked for is over, or it was woken. Whoever owns the only thread steps it. One thread.
#include "app/surroundings.hpp"

namespace jembatan::sim {

class driven final : public app::stage_driver {
 public:
  driven(stage&, const clock&);

  void start() override { wake(); }
  void wake() override { woken_ = true; }
  void stop() override { stopped_ = true; }

  const stage& what() const { return stage_; }
  bool at_work() const { return at_work_; }
  // Zero or less: it is ready.
  duration rest() const;
  // One batch; answers when the stage wants to come again.
  time_point step();

 private:
  stage& stage_;
  const clock& clock_;
  bool woken_ = false, stopped_ = false, at_work_ = false;
  time_point due_{};
  duration pause_ends_{};
};

}  // namespace jembatan::sim

#pragma once
// The rules of the catalogue that a learning system feeds (SEMANTICS.md 5.2): modules with their scores and
// prerequisites, the action plan, feedback, certificate and badge. Pure.
#include <string>
#include <vector>

#include "training/activity.hpp"
#include "training/certificate.hpp"

namespace jembatan::training {

struct module_result {
  std::string id;
  std::optional<time_point> completed_at = {};  // while every activity's latest state is completed
  std::optional<double> score = {};             // four digits; where the module has a score rule
  bool met = false;                             // completed, and the score reaches the minimum
  bool operator==(const module_result&) const = default;
};

struct actions_result {
  std::int64_t applied = 0, required = 0;
  bool met() const { return applied >= required; }
  bool operator==(const actions_result&) const = default;
};

// What one person did, looked up by activity. Refers to the histories, which must be canonical.
class activity_index {
 public:
  explicit activity_index(const std::vector<activity_history>& canonical) : histories_(canonical) {}
  // An empty one where nothing is known.
  const activity_history& at(const activity_ref&) const;
  const std::vector<activity_history>& all() const { return histories_; }

 private:
  const std::vector<activity_history>& histories_;
};

module_result judge(const learning_module&, const activity_index&);
// Completed before the window of the session that it must precede; true where nothing is demanded.
bool in_time(const learning_module&, const module_result&, const programme&);
actions_result judge(const action_plan&, const activity_index&);
// Of the learning system: the one of the course that stands and was issued last. `issued` is the day in the training's
// zone.
std::optional<certificate> certificate_of(const programme&, const activity_index&);

}  // namespace jembatan::training

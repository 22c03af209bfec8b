#pragma once
// From the path that somebody goes to what they do at the learning system, and to what stands of it in the end. Both
// are decided here side by side; neither is computed from the other. Pure.
#include "simulate/case_study.hpp"
#include "simulate/dice.hpp"

namespace jembatan::simulate {

class student {
 public:
  // Both arguments must outlive it. Sessions must be planned.
  student(const case_study& c, dice& d) : case_(c), dice_(d) {}

  // Fills modules, actions, badge, certificate and deeds.
  void study(participant&);

 private:
  instant day(int nth) const;  // 09:00 WIB of the training's nth day, from 0
  instant begin(const participant&, int module);
  void learn(participant&, int module);
  // What is finished at that time; false where it stays open.
  bool finish(participant&, int module, element, instant at);
  bool finish_quiz(participant&, int module, instant at);
  void attempt(participant&, int module, instant at, int raw);
  void afterwards(participant&, int module);
  void act(participant&);
  void award(participant&);

  const case_study& case_;
  dice& dice_;
  int attempts_ = 500, certificates_ = 0;
};

}  // namespace jembatan::simulate

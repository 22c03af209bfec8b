#pragma once
// The undisturbed run: a new gateway, the last version of registers and catalogue in force from the start, the bodies
// one after another, a disk and a target that do what they are told. One thread.
#include <memory>
#include <string>
#include <vector>

#include "sim/end_state.hpp"
#include "sim/vfs.hpp"
#include "sim/world.hpp"

namespace jembatan::sim {

class calm_run {
 public:
  calm_run(const story&, std::vector<journal::entry>, std::shared_ptr<const normalise::plan>);

  end_state run();
  bool at_rest() const { return at_rest_; }
  const std::vector<std::string>& violations() const { return target_.violations(); }

 private:
  const story& story_;
  std::vector<journal::entry> bodies_;
  fate_of_history fate_{{}, {}};
  world world_;
  disk disk_{1};
  vfs vfs_;
  target target_;
  const app::settings settings_;
  std::shared_ptr<const normalise::plan> mappings_;
  bool at_rest_ = false;
};

}  // namespace jembatan::sim

#pragma once
// Drives one machine through time: chooses which stage steps next, lets the world happen around it, ends the process
// when the disk says so and begins the next one. One thread.
#include <functional>
#include <memory>
#include <string>

#include "sim/faults.hpp"
#include "sim/follower.hpp"
#include "sim/history.hpp"
#include "sim/machine.hpp"
#include "sim/sender.hpp"
#include "sim/target.hpp"
#include "sim/vfs.hpp"
#include "sim/world.hpp"

namespace jembatan::sim {

class runner {
 public:
  runner(const request&, const story&, std::vector<fault>, const mappings&);

  // Until the story is told, all faults have ended, and nothing is left to do.
  void run();

  machine& left() { return *machine_; }
  const sender& zoom() const { return sender_; }
  const target& siasn() const { return target_; }
  const follower& outsider() const { return outsider_; }
  fate_of_history& fate() { return fate_; }
  std::uint64_t steps() const { return steps_; }
  std::vector<std::string> violations() const;

 private:
  bool step();
  bool happen();
  bool step_one_stage();
  void meanwhile();
  bool drained();
  void pass_time();
  void begin_process();
  void end_process();
  void retry_parked();
  const std::shared_ptr<const normalise::plan>& plan() const {
    return other_mappings_ ? mappings_.other : mappings_.first;
  }
  void check_balance();
  void say(const std::string&) const;
  void blame(std::string);

  const request& request_;
  const story& story_;
  fate_of_history fate_;
  world world_;
  disk disk_;
  vfs vfs_;
  simulate::dice dice_;
  const app::settings settings_;
  const mappings mappings_;
  sender sender_;
  target target_;
  follower outsider_;
  std::unique_ptr<machine> machine_;
  time_point start_again_;
  std::size_t version_ = 0, next_change_ = 0;
  bool other_mappings_ = false;
  bool to_take_over_ = false;
  bool told_ = false;
  duration patience_{0};
  std::uint64_t changes_seen_ = 0;
  std::uint64_t steps_ = 0, lives_ = 0;
  std::vector<std::string> violations_;
};

}  // namespace jembatan::sim

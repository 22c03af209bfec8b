#pragma once
// One life of the gateway's process: its stores on the simulated disk, all its stages, its door and its target,
// composed by the product itself (app::open_stores, app::pipeline, app::import_registers) and driven by whoever owns
// it. Destroyed to end it; after the disk has died, that is a kill. One thread.
#include <memory>
#include <string>
#include <vector>

#include "app/pipeline.hpp"
#include "app/settings.hpp"
#include "app/stores.hpp"
#include "sim/disk.hpp"
#include "sim/door.hpp"
#include "sim/driven.hpp"
#include "sim/story.hpp"

namespace jembatan::sim {

// The configuration that every life has.
app::settings simulated_settings();

class machine {
 public:
  struct surroundings {
    const app::settings& settings;
    disk& files;
    const std::string& vfs;
    const clock& time;
    outbound::https_client& target;
    std::shared_ptr<const normalise::plan> mappings;
    std::uint64_t seed;
  };
  // As at start: the stores open, the registers come into force, the stages begin.
  static result<std::unique_ptr<machine>> start(const surroundings&, const registers&);

  // As at SIGHUP: all of it or nothing.
  result<void> take_over(const registers&, std::shared_ptr<const normalise::plan>);

  std::vector<std::shared_ptr<driven>>& stages() { return stages_; }
  // The writer's thread is woken by what waits for it.
  void wake_writer();
  door& at_the_door() { return *door_; }
  app::stores& stores() { return stored_; }

 private:
  explicit machine(const surroundings&);
  void connect();
  result<void> bring_into_force(const registers&);

  const surroundings around_;
  app::surroundings outside_;
  seeded_random random_;
  metrics::registry metrics_;
  net::asio::io_context reactor_;
  std::vector<std::shared_ptr<driven>> stages_;
  app::stores stored_;
  std::unique_ptr<app::pipeline> pipeline_;
  std::unique_ptr<door> door_;
};

}  // namespace jembatan::sim

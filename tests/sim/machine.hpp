#pragma once
// One life of the gateway's process: its stores on the simulated disk, all its stages, its door and its target, wired
// as the composition root does it, driven by whoever owns it. Destroyed to end it; after the disk has died, that is a
// kill. One thread.
#include <memory>
#include <string>
#include <vector>

#include "app/settings.hpp"
#include "app/stores.hpp"
#include "delivery/worker.hpp"
#include "ekinerja/adapter.hpp"
#include "pump/pump.hpp"
#include "sim/disk.hpp"
#include "sim/door.hpp"
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
  // As at start: the stores open, then the registers come into force.
  static result<std::unique_ptr<machine>> start(const surroundings&, const registers&);

  // As at SIGHUP.
  result<void> take_over(const registers&);

  struct driven {
    stage* what;
    time_point due;  // by the gateway's clock
  };
  std::vector<driven>& stages() { return stages_; }
  door& at_the_door() { return *door_; }
  app::stores& stores() { return stored_; }
  delivery::worker& worker() { return *worker_; }

 private:
  explicit machine(const surroundings&);
  result<void> open();
  void connect();
  void wake(const stage*);

  const surroundings around_;
  seeded_random random_;
  metrics::registry metrics_;
  net::asio::io_context reactor_;
  std::vector<driven> stages_;  // the journal wakes one when it goes
  app::stores stored_;
  std::unique_ptr<pump::pump> pump_;
  std::unique_ptr<ekinerja::adapter> adapter_;
  std::unique_ptr<delivery::worker> worker_;
  std::unique_ptr<door> door_;
};

}  // namespace jembatan::sim

#pragma once
// Where the world comes in behind the doors: the disk, who runs the stages, how targets are reached. The composition
// root takes the system's own, which stand here as defaults; a simulation brings its own disk, time and network, and
// nothing else of the composition is another one.
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/file_system.hpp"
#include "base/stage.hpp"
#include "delivery/config.hpp"
#include "journal/journal.hpp"
#include "metrics/registry.hpp"
#include "outbound/https_client.hpp"

namespace jembatan::app {

// Steps one stage from start() to stop(), when its time has come or when it is woken.
class stage_driver {
 public:
  virtual ~stage_driver() = default;
  virtual void start() = 0;
  virtual void wake() = 0;  // from any thread
  virtual void stop() = 0;  // the batch under way is finished and no other one begun; twice is good
};

// A thread for each stage.
std::shared_ptr<stage_driver> on_a_thread(stage&, const clock&);
// libcurl.
std::unique_ptr<outbound::https_client> by_curl(const delivery::target_options&, metrics::registry&);

struct surroundings {
  std::string vfs = {};  // SQLite's file layer; empty is the system's
  file_system* files = &system_files();
  journal::writing writing = journal::writing::on_a_thread;
  std::function<std::shared_ptr<stage_driver>(stage&, const clock&)> drive = on_a_thread;
  std::function<std::unique_ptr<outbound::https_client>(const delivery::target_options&, metrics::registry&)> connect =
      by_curl;
  std::function<result<std::string>(const std::filesystem::path&)> read_secret = jembatan::read_secret;
};

}  // namespace jembatan::app

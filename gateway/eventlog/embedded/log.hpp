#pragma once
// The event log of a gateway that stands alone: all topics in one SQLite file, one partition each. FORMAT.md has the
// tables. What survives a crash: every message of an append() that returned. Safe from any thread: one appends, one
// reads at a time.
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/file_system.hpp"
#include "base/random.hpp"
#include "base/stage.hpp"
#include "eventlog/event_log.hpp"

namespace jembatan::eventlog::embedded {

struct options {
  std::filesystem::path file;             // <data_dir>/eventlog.db, set by the composition root
  duration keep = std::chrono::days{35};  // DESIGN.md "Event log"
  // Where the file lies: the system's, unless a test or a simulation brings its own.
  std::string vfs = {};                  // SQLite's file layer
  file_system* files = &system_files();  // and what is asked beside it
};

class log : public event_log {
 public:
  // Reads of this topic go to the view, which must outlive the log; appends to it are refused. Set before the first
  // read.
  virtual void set_view(std::string_view topic, topic_view*) = 0;

  // What trim() must leave, however old it is: messages from this offset on are still needed by the reader of the
  // topic. Without it age alone decides. Set before retention runs.
  using needed_from = std::function<result<std::int64_t>(std::string_view topic)>;
  virtual void keep_unread(needed_from) = 0;

  // Removes messages older than `keep` that were read, a bounded number a step.
  virtual stage& retention() = 0;
};

// Opens or creates the file. corrupt with the file's name and the remedy when it is damaged; nothing is repaired.
result<std::unique_ptr<log>> open(const options&, const clock&, random_source&);

}  // namespace jembatan::eventlog::embedded

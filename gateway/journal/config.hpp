#pragma once
// Options of the journal: section `journal` of the configuration.
#include <filesystem>
#include <string>

#include "base/file_system.hpp"
#include "base/option.hpp"

namespace jembatan::journal {

struct options {
  std::filesystem::path directory;        // <data_dir>/journal, set by the composition root
  duration keep = std::chrono::days{35};  // delivered segments
  byte_size reserve{512 * MiB};           // free disk space kept for senders that do not try again
  byte_size segment_size{256 * MiB};      // a new segment is begun past this
  duration segment_age = std::chrono::days{1};
  byte_size queue{64 * MiB};                            // bodies waiting for the writer; more are refused
  duration append_deadline = std::chrono::seconds{10};  // a body that waits longer for its commit is refused
  duration commit_deadline = std::chrono::seconds{20};  // its sender waits no longer for the disk
  // Where files lie: the system's, unless a test or a simulation brings its own.
  std::string vfs;                       // SQLite's file layer
  file_system* files = &system_files();  // and what is asked beside it
};

void describe(option_visitor&, options&);

}  // namespace jembatan::journal

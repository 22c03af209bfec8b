#pragma once
// The simulated disk as SQLite's file layer: files, locks between connections, and the shared memory of WAL mode.
// Registered for as long as it lives; everything that was opened through it must be closed before. One thread: nobody
// waits for a lock, since whoever holds it could not go on meanwhile.
#include <sqlite3.h>

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "sim/disk.hpp"

namespace jembatan::sim {

struct vfs_layer;

class vfs {
 public:
  vfs(disk&, const clock&, std::uint64_t seed);
  ~vfs();
  vfs(const vfs&) = delete;
  vfs& operator=(const vfs&) = delete;

  const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::unique_ptr<vfs_layer> layer_;
};

}  // namespace jembatan::sim

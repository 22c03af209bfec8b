#pragma once
// A SQLite file layer that passes everything on to the system's, and fails when a test says so. Registered for as long
// as it lives. Faults are set from any thread.
#include <sqlite3.h>

#include <atomic>
#include <functional>
#include <string>

namespace jembatan::test {

class faulty_vfs {
 public:
  explicit faulty_vfs(std::string name);
  ~faulty_vfs();
  faulty_vfs(const faulty_vfs&) = delete;
  faulty_vfs& operator=(const faulty_vfs&) = delete;

  const std::string& name() const { return name_; }

  std::atomic<bool> disk_full{false};  // writes answer SQLITE_FULL
  std::atomic<int> failing_syncs{0};   // so many of the next syncs answer SQLITE_IOERR_FSYNC
  std::atomic<int> syncs{0};           // syncs that were asked for
  std::function<void()> before_sync;   // set before the first file is opened

 private:
  struct registered : sqlite3_vfs {
    faulty_vfs* owner;
  };
  static int open(sqlite3_vfs*, const char* path, sqlite3_file*, int flags, int* out_flags);

  std::string name_;
  sqlite3_vfs* real_;
  registered vfs_;
};

}  // namespace jembatan::test

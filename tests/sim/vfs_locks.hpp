#pragma once
// Locks and shared memory of one file between the connections to it (SQLite: "File Locking And Concurrency", WAL-index
// locks). Nothing of it survives the process. One thread.
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace jembatan::sim {

// What one connection holds.
struct holder {
  int level = 0;                       // SQLITE_LOCK_NONE .. EXCLUSIVE
  unsigned shared = 0, exclusive = 0;  // slots of the WAL-index, as bits
  bool mapped = false;
};

class shared_state {
 public:
  void join(holder* h) { holders_.push_back(h); }
  void leave(holder*);

  // SQLite result codes.
  int lock(holder&, int level);
  bool reserved_by_another(const holder&) const;
  int lock_slots(holder&, int first, int n, int flags);

  static constexpr std::size_t region_bytes = 32768;
  using region = std::array<std::uint8_t, region_bytes>;
  // Null when it does not exist and is not to be made.
  void* map(holder&, std::size_t number, bool extend);
  // With the last one the memory goes, so that whoever comes next reads the WAL anew.
  void unmap(holder&);

 private:
  std::vector<holder*> holders_;
  std::vector<std::unique_ptr<region>> regions_;
};

}  // namespace jembatan::sim

#pragma once
// A disk that lies as much as a real one may. What is written stands in the operating system's cache; only a sync moves
// it to the platter. A killed process loses nothing but the end of the write it was in; a power cut takes whatever was
// not synced, sector by sector, in no order, some of them torn. After a sync that failed, the cache holds bytes that no
// later sync will write again (so does Linux). Names are files of their own: one that was created or removed survives a
// power cut for certain only after its directory was synced. One thread.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/file_system.hpp"
#include "simulate/dice.hpp"

namespace jembatan::sim {

class disk_file;

class disk final : public file_system {
 public:
  enum class operation { create, write, extend, truncate, sync, remove, sync_directory };
  // What becomes of an operation. `die`: the process ends in the middle of it.
  enum class fate { pass, fail, full, die };

  explicit disk(std::uint64_t seed);

  // Asked about every operation that changes something; a directory has no name.
  void set_fate(std::function<fate(operation, const std::string& name)> f) { fate_ = std::move(f); }
  // Asked before every read: false when it fails.
  void set_fate_of_reads(std::function<bool()> f) { reading_ = std::move(f); }

  // From the moment of death nothing is answered and nothing changes, so that whatever is still running is harmless.
  bool dead() const { return dead_; }
  void die() { dead_ = true; }
  // The next process may begin. All files must have been closed.
  void revive(bool power_was_cut);

  std::uint64_t operations() const { return operations_; }
  // Of files that change only when there is something to do.
  std::uint64_t changes() const { return changes_; }

  // All files with what the cache holds; and a disk that holds just these, synced.
  using image = std::map<std::string, std::vector<std::uint8_t>>;
  image contents() const;
  void fill(const image&);

  // For the VFS.
  enum class status { ok, failed, full, absent };
  status open(const std::string& name, bool create, std::shared_ptr<disk_file>&);
  std::shared_ptr<disk_file> anonymous() const;
  status read(const disk_file&, void* to, std::size_t n, std::uint64_t at, std::size_t& got) const;
  status write(disk_file&, const void* from, std::size_t n, std::uint64_t at);
  status truncate(disk_file&, std::uint64_t size);
  status sync(disk_file&);
  status remove_name(const std::string& name);
  status sync_names();

  // file_system: the names beside SQLite.
  result<void> make_directories(const std::filesystem::path&) override { return {}; }
  result<directory_lock> lock(const std::filesystem::path&) override { return directory_lock(); }
  result<std::vector<std::string>> list(const std::filesystem::path& directory) override;
  bool exists(const std::filesystem::path&) override;
  result<std::uint64_t> size(const std::filesystem::path&) override;
  result<void> remove(const std::filesystem::path&) override;
  result<void> sync_directory(const std::filesystem::path&) override;
  void make_private(const std::filesystem::path&) override {}
  result<std::uint64_t> free_bytes(const std::filesystem::path&) override { return std::uint64_t{1} << 40U; }

 private:
  using names = std::map<std::string, std::shared_ptr<disk_file>>;
  fate decide(const std::string& name, operation);
  void lose_what_was_not_synced();

  simulate::dice dice_;
  std::function<fate(operation, const std::string&)> fate_;
  std::function<bool()> reading_;
  names cached_, durable_;
  bool dead_ = false;
  std::uint64_t operations_ = 0, changes_ = 0;
};

const char* to_string(disk::operation);
const char* to_string(disk::fate);  // nothing when it passes

}  // namespace jembatan::sim

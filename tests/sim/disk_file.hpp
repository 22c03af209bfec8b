#pragma once
// The bytes of one file, twice: as the operating system's cache shows them, and as they would be read after a power
// cut. One thread.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulate/dice.hpp"

namespace jembatan::sim {

class disk_file {
 public:
  static constexpr std::size_t sector = 512;

  // Without a name: a temporary file, and nobody cares what becomes of it.
  explicit disk_file(std::string name) : name_(std::move(name)), durable_(!name_.empty()) {}
  const std::string& name() const { return name_; }
  bool anonymous() const { return !durable_; }

  std::uint64_t size() const { return cache_.size(); }
  const std::vector<std::uint8_t>& bytes() const { return cache_; }
  std::size_t read(std::uint8_t* to, std::size_t n, std::uint64_t at) const;

  // A sector that waits for a sync may reach the platter before that, in any state that it had.
  void write(const std::uint8_t* from, std::size_t n, std::uint64_t at, simulate::dice&);
  // Happens whole or not at all, and what is written after it does not reach the platter before it.
  void truncate(std::uint64_t size);

  void sync();
  // Of each sector that waits nobody knows whether it was written; no later sync writes it unless it is changed again.
  void fail_sync(simulate::dice&);
  void lose_what_was_not_synced(simulate::dice&);
  void fill(std::vector<std::uint8_t>);

 private:
  enum class state : std::uint8_t { clean, waiting, forgotten };
  std::size_t sectors_of_cache() const { return (cache_.size() + sector - 1) / sector; }
  void mark(std::size_t number);
  void write_back(std::size_t number);
  void survive(std::size_t number, std::vector<std::uint8_t>& after, simulate::dice&) const;

  const std::string name_;
  const bool durable_;
  std::vector<std::uint8_t> cache_, platter_;
  std::vector<state> states_;
  std::optional<std::uint64_t> cut_to_;  // a truncation that waits for a sync
  std::vector<std::size_t> touched_;     // sectors that are not clean, some perhaps twice
};

}  // namespace jembatan::sim

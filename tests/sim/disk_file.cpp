#include "sim/disk_file.hpp"

#include <algorithm>

namespace jembatan::sim {
namespace {

constexpr std::int64_t one_in_spontaneous = 4;
constexpr std::int64_t one_in_torn = 6;

// Bytes of a sector; beyond the end there are zeros.
void copy_sector(const std::vector<std::uint8_t>& from, std::size_t begin, std::size_t n, std::uint8_t* to) {
  const auto there = begin >= from.size() ? 0 : std::min(n, from.size() - begin);
  std::copy_n(from.data() + std::min(begin, from.size()), there, to);
  std::fill_n(to + there, n - there, std::uint8_t{0});
}

}  // namespace

std::size_t disk_file::read(std::uint8_t* to, std::size_t n, std::uint64_t at) const {
  if (at >= cache_.size()) return 0;
  const auto there = std::min<std::size_t>(n, cache_.size() - at);
  std::copy_n(cache_.data() + at, there, to);
  return there;
}

void disk_file::mark(std::size_t number) {
  if (number >= states_.size()) states_.resize(number + 1, state::clean);
  if (states_[number] == state::clean) touched_.push_back(number);
  states_[number] = state::waiting;
}

void disk_file::write(const std::uint8_t* from, std::size_t n, std::uint64_t at, simulate::dice& d) {
  if (n == 0) return;
  const auto first = at / sector, last = (at + n - 1) / sector;
  if (durable_) {
    // A hole before it is written too: it reads as zeros.
    for (auto s = std::min<std::size_t>(first, sectors_of_cache()); s <= last; ++s) {
      const bool waits = s < states_.size() && states_[s] == state::waiting;
      if (waits && !cut_to_ && d.one_in(one_in_spontaneous)) write_back(s);
      mark(s);
    }
  }
  if (at + n > cache_.size()) cache_.resize(at + n);
  std::copy_n(from, n, cache_.data() + at);
}

void disk_file::truncate(std::uint64_t size) {
  const bool shorter = size < cache_.size();
  cache_.resize(size);
  if (durable_ && shorter) cut_to_ = std::min(size, cut_to_.value_or(size));
}

void disk_file::write_back(std::size_t number) {
  const auto begin = number * sector;
  if (begin >= cache_.size()) return;
  const auto n = std::min(sector, cache_.size() - begin);
  if (platter_.size() < begin + n) platter_.resize(begin + n);
  std::copy_n(cache_.data() + begin, n, platter_.data() + begin);
}

void disk_file::sync() {
  cut_to_.reset();
  platter_.resize(cache_.size());
  std::vector<std::size_t> left;
  for (const auto s : touched_) {
    if (states_[s] == state::waiting) {
      write_back(s);
      states_[s] = state::clean;
    } else if (states_[s] == state::forgotten) {
      left.push_back(s);
    }
  }
  touched_ = std::move(left);
}

void disk_file::fail_sync(simulate::dice& d) {
  if (cut_to_ && d.one_in(2)) {
    platter_.resize(std::min<std::size_t>(platter_.size(), *cut_to_));
    cut_to_.reset();
  }
  for (const auto s : touched_) {
    if (states_[s] != state::waiting) continue;
    if (!cut_to_ && d.one_in(2)) write_back(s);
    states_[s] = state::forgotten;
  }
}

void disk_file::survive(std::size_t number, std::vector<std::uint8_t>& after, simulate::dice& d) const {
  const auto begin = number * sector;
  if (begin >= after.size()) return;
  const auto n = std::min(sector, after.size() - begin);
  std::vector<std::uint8_t> before(n), written(n);
  copy_sector(platter_, begin, n, before.data());
  copy_sector(cache_, begin, n, written.data());
  const auto kept = d.one_in(one_in_torn) ? static_cast<std::size_t>(d.between(0, static_cast<std::int64_t>(n)))
                    : d.one_in(2)         ? n
                                          : 0;
  std::copy_n(written.data(), kept, after.data() + begin);
  std::copy_n(before.data() + kept, n - kept, after.data() + begin + kept);
}

void disk_file::lose_what_was_not_synced(simulate::dice& d) {
  if (cut_to_) {
    if (d.one_in(2)) return fill(platter_);
    platter_.resize(std::min<std::size_t>(platter_.size(), *cut_to_));
  }
  const auto least = static_cast<std::int64_t>(std::min(cache_.size(), platter_.size()));
  const auto most = static_cast<std::int64_t>(std::max(cache_.size(), platter_.size()));
  auto size =
      d.one_in(3) ? d.between(least, most) : static_cast<std::int64_t>(d.one_in(2) ? cache_.size() : platter_.size());
  std::vector<std::uint8_t> after = platter_;
  after.resize(static_cast<std::size_t>(size));
  for (const auto s : touched_) survive(s, after, d);
  fill(std::move(after));
}

void disk_file::fill(std::vector<std::uint8_t> bytes) {
  platter_ = bytes;
  cache_ = std::move(bytes);
  states_.clear();
  touched_.clear();
  cut_to_.reset();
}

}  // namespace jembatan::sim

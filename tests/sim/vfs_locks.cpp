#include "sim/vfs_locks.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace jembatan::sim {
namespace {

constexpr int pending = 3;  // between RESERVED and EXCLUSIVE; sqlite3.h does not name it

}  // namespace

void shared_state::leave(holder* h) {
  unmap(*h);
  std::erase(holders_, h);
}

int shared_state::lock(holder& mine, int level) {
  if (mine.level >= level) return SQLITE_OK;
  int highest = SQLITE_LOCK_NONE;
  for (const auto* other : holders_) {
    if (other != &mine) highest = std::max(highest, other->level);
  }
  if (level == SQLITE_LOCK_SHARED && highest >= pending) return SQLITE_BUSY;
  if (level > SQLITE_LOCK_SHARED && highest >= SQLITE_LOCK_RESERVED) return SQLITE_BUSY;
  if (level == SQLITE_LOCK_EXCLUSIVE && highest >= SQLITE_LOCK_SHARED) {
    mine.level = pending;
    return SQLITE_BUSY;
  }
  mine.level = level;
  return SQLITE_OK;
}

bool shared_state::reserved_by_another(const holder& mine) const {
  return std::any_of(holders_.begin(), holders_.end(),
                     [&](const holder* h) { return h != &mine && h->level >= SQLITE_LOCK_RESERVED; });
}

int shared_state::lock_slots(holder& mine, int first, int n, int flags) {
  const unsigned mask = ((1U << static_cast<unsigned>(n)) - 1U) << static_cast<unsigned>(first);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    mine.shared &= ~mask;
    mine.exclusive &= ~mask;
    return SQLITE_OK;
  }
  unsigned shared = 0, exclusive = 0;
  for (const auto* other : holders_) {
    if (other == &mine) continue;
    shared |= other->shared;
    exclusive |= other->exclusive;
  }
  if ((flags & SQLITE_SHM_SHARED) != 0) {
    if ((exclusive & mask) != 0) return SQLITE_BUSY;
    mine.shared |= mask;
    return SQLITE_OK;
  }
  if (((exclusive | shared) & mask) != 0) return SQLITE_BUSY;
  mine.exclusive |= mask;
  return SQLITE_OK;
}

void* shared_state::map(holder& h, std::size_t number, bool extend) {
  h.mapped = true;
  if (number >= regions_.size() && !extend) return nullptr;
  while (regions_.size() <= number) regions_.push_back(std::make_unique<region>());
  return regions_[number]->data();
}

void shared_state::unmap(holder& h) {
  h.mapped = false;
  h.shared = h.exclusive = 0;
  if (std::none_of(holders_.begin(), holders_.end(), [](const holder* o) { return o->mapped; })) regions_.clear();
}

}  // namespace jembatan::sim

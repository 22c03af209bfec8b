#include "journal/blank_entries.hpp"

#include "base/quantity.hpp"

namespace jembatan::journal {
namespace {

// As many as wait for a commit under load; and no body that is rare.
constexpr std::size_t most_blanks = 512;
constexpr std::size_t most_kept = 4 * KiB;

void clear(entry& e) {
  e.source.clear();
  e.peer.clear();
  e.tls.clear();
  e.identities.clear();
  e.body.clear();
}

}  // namespace

entry blank_entries::take() {
  const std::lock_guard hold(mutex_);
  if (blanks_.empty()) return {};
  auto e = std::move(blanks_.back());
  blanks_.pop_back();
  return e;
}

void blank_entries::give_back(std::vector<waiting>& used) {
  for (auto& w : used) clear(w.what);
  const std::lock_guard hold(mutex_);
  for (auto& w : used) {
    if (blanks_.size() == most_blanks) return;
    if (w.what.body.capacity() <= most_kept) blanks_.push_back(std::move(w.what));
  }
}

}  // namespace jembatan::journal

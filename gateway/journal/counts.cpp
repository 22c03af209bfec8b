#include "journal/counts.hpp"

namespace jembatan::journal {

void counts_board::start(const tally& accepted, const tally& behind, const tally& published) {
  const std::lock_guard lock(mutex_);
  for (const auto& [source, events] : accepted) {
    auto& c = sources_[source];
    c.accepted += events;
    c.depth += events;
  }
  for (const auto& [source, events] : behind) sources_[source].depth -= events;
  for (const auto& [source, events] : published) sources_[source].published += events;
}

void counts_board::stored(const tally& events) {
  const std::lock_guard lock(mutex_);
  for (const auto& [source, n] : events) {
    auto& c = sources_[source];
    c.accepted += n;
    c.depth += n;
  }
}

void counts_board::moved(const tally& passed, const tally& published) {
  const std::lock_guard lock(mutex_);
  for (const auto& [source, n] : passed) sources_[source].depth -= n;
  for (const auto& [source, n] : published) sources_[source].published += n;
}

std::map<std::string, source_counts> counts_board::all() const {
  const std::lock_guard lock(mutex_);
  return sources_;
}

}  // namespace jembatan::journal

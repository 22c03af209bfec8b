#include "ekinerja/person_cache.hpp"

namespace jembatan::ekinerja {

std::optional<std::string> person_cache::find(const std::string& nip, time_point now) const {
  const auto at = people_.find(nip);
  if (at == people_.end() || at->second.until <= now) return {};
  return at->second.id;
}

void person_cache::keep(const std::string& nip, std::string id, time_point now) {
  if (people_.size() >= bound_) {
    std::erase_if(people_, [&](const auto& p) { return p.second.until <= now; });
    if (people_.size() >= bound_) people_.clear();
  }
  people_[nip] = {std::move(id), now + lifetime_};
}

}  // namespace jembatan::ekinerja

#include "base/log_limit.hpp"

namespace jembatan::inline base::log {

std::optional<std::uint64_t> limited::admit(std::string key) {
  const auto now = now_();
  const std::lock_guard lock(mutex_);
  if (kinds_.size() >= most_ && !kinds_.contains(key)) {
    // What has been quiet for an interval and owes no count makes room.
    std::erase_if(kinds_, [&](const auto& k) { return k.second.suppressed == 0 && now - k.second.last >= interval_; });
    if (kinds_.size() >= most_) key.clear();
  }
  const auto [found, fresh] = kinds_.try_emplace(std::move(key), tally{now, 0});
  auto& kind = found->second;
  if (!fresh && now >= kind.last && now - kind.last < interval_) {
    ++kind.suppressed;
    return std::nullopt;
  }
  kind.last = now;
  return std::exchange(kind.suppressed, 0);
}

void limited::write(level l, std::string_view part, std::string_view event, std::string_view kind,
                    std::initializer_list<field> fields) {
  const auto suppressed = admit(std::string(event) + '\n' + std::string(kind));
  if (!suppressed) return;
  std::vector<field> all(fields);
  if (*suppressed != 0) all.emplace_back("suppressed", *suppressed);
  log::write(l, part, event, all);
}

}  // namespace jembatan::inline base::log

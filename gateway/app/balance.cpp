#include "app/balance.hpp"

#include <algorithm>

namespace jembatan::app {
namespace {

void judge(source_balance& s, bool drained) {
  const auto& d = s.door;
  const auto& i = s.inside;
  const auto between = d.published >= i.ingested ? d.published - i.ingested : 0;
  s.in_flight = d.depth + between + i.evaluating;
  const bool door_adds_up = d.accepted == d.depth + d.published;
  const bool handed_on = drained ? i.ingested == d.published : i.ingested <= d.published;
  const bool classes_add_up =
      i.ingested == i.recorded + i.held + i.ignored + i.unmapped + i.duplicate + i.dead + i.evaluating;
  s.balanced = door_adds_up && handed_on && classes_add_up;
}

}  // namespace

std::map<std::string, source_balance> balance(const std::map<std::string, ledger::class_counts>& inside,
                                              const std::map<std::string, journal::source_counts>& door, bool drained) {
  std::map<std::string, source_balance> all;
  for (const auto& [source, counts] : inside) all[source].inside = counts;
  for (const auto& [source, counts] : door) all[source].door = counts;
  for (auto& [source, s] : all) judge(s, drained);
  return all;
}

bool all_balanced(const std::map<std::string, source_balance>& all) {
  return std::all_of(all.begin(), all.end(), [](const auto& s) { return s.second.balanced; });
}

}  // namespace jembatan::app

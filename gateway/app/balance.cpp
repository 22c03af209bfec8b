#include "app/balance.hpp"

#include <algorithm>

namespace jembatan::app {
namespace {

void judge(source_balance& s, bool drained) {
  const auto& d = s.door;
  const auto& i = s.inside;
  // Behind the cursor may lie what the event log holds already: appended, and the cursor not moved yet, which a crash
  // or a full disk between the two makes last. So ingested may pass published, but never what was accepted.
  const auto sent = d.depth + d.published;
  s.in_flight = (sent >= i.ingested ? sent - i.ingested : 0) + i.evaluating;
  const bool door_adds_up = d.accepted == sent;
  const bool handed_on = i.ingested <= sent && (!drained || i.ingested >= d.published);
  const bool classes_add_up =
      i.ingested == i.recorded + i.held + i.ignored + i.unmapped + i.duplicate + i.dead + i.evaluating;
  s.balanced = door_adds_up && handed_on && classes_add_up;
}

bool same_published(const door_counts& a, const door_counts& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.published == y.second.published;
  });
}

}  // namespace

balances balance(const std::map<std::string, ledger::class_counts>& inside, const door_counts& door, bool drained) {
  balances all;
  for (const auto& [source, counts] : inside) all[source].inside = counts;
  for (const auto& [source, counts] : door) all[source].door = counts;
  for (auto& [source, s] : all) judge(s, drained);
  return all;
}

bool all_balanced(const balances& all) {
  return std::all_of(all.begin(), all.end(), [](const auto& s) { return s.second.balanced; });
}

result<balances> read_balance(const std::function<result<ledger_reading>()>& ledger,
                              const std::function<door_counts()>& door, const std::function<void()>& pause) {
  constexpr int readings = 10;
  for (int n = 1;; ++n) {
    const auto before = door();
    JB_TRY(const auto reading, ledger());
    const auto after = door();
    // Drained says that all is ingested only of what was published by then.
    auto all = balance(reading.inside, after, reading.drained && same_published(before, after));
    if (n == readings || all_balanced(all)) return all;
    pause();
  }
}

}  // namespace jembatan::app

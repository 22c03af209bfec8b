#include "ledger/trace.hpp"

#include "base/log.hpp"

namespace jembatan::ledger {
namespace {

// One empty text where there is no record: the event has its line all the same.
std::vector<std::string> records_of(tables& t, const judgement& j) {
  std::vector<std::string> all;
  if (!j.person.empty())
    for (const auto& training : j.trainings)
      if (const auto r = t.records.find(training, j.person)) all.push_back(r->record_id);
  if (all.empty()) all.emplace_back();
  return all;
}

}  // namespace

std::vector<event_line> lines_of(tables& t, const std::map<integer, std::vector<fact>>& by_party) {
  std::vector<event_line> lines;
  for (const auto& [key, facts] : by_party) {
    const auto p = t.parties.find(key);
    if (!p) continue;
    for (const auto& record : records_of(t, p->judged))
      for (const auto& f : facts)
        lines.push_back({t.raw.receipt_of(f.from).text(), f.from.ix, std::string(to_text(p->judged.cls)),
                         p->judged.reason, record});
  }
  return lines;
}

void trace::write() const {
  for (const auto& e : events)
    log::debug(
        "ledger", "evaluated",
        {{"receipt", e.receipt}, {"index", e.index}, {"class", e.cls}, {"reason", e.reason}, {"record", e.record}});
  for (const auto& r : records)
    log::debug("ledger", "record revised",
               {{"record", r.record},
                {"revision", r.revision},
                {"status", r.status},
                {"outcome", r.outcome},
                {"cause", r.cause}});
}

}  // namespace jembatan::ledger

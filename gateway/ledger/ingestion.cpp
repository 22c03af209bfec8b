#include "ledger/ingestion.hpp"

#include <algorithm>
#include <set>

namespace jembatan::ledger {
namespace {

event_class first_class(event_kind k) {
  switch (k) {
    case event_kind::ignored:
      return event_class::ignored;
    case event_kind::unmapped:
      return event_class::unmapped;
    case event_kind::dead:
      return event_class::dead;
    default:
      return event_class::evaluating;
  }
}

struct placed {
  const arrival* what;
  raw_place where;
};

void tell_dead(tables& t, const arrival& a) {
  t.feed.append({.act = "event.deadletter",
                 .src = a.source,
                 .ref = "rcp:" + a.from.text(),
                 .out = "fail:" + (a.defect.empty() ? std::string("unmappable") : std::string("field_missing"))});
}

// Arrivals that are not our own redelivery.
std::vector<placed> arrive(tables& t, const message_batch& batch, batch_report& report) {
  std::vector<placed> fresh;
  for (const auto& a : batch.arrivals) {
    const auto place = t.raw.place(a);
    if (!t.raw.arrive(a, place, first_class(a.kind))) continue;
    ++report.ingested[a.source];
    fresh.push_back({&a, place});
  }
  return fresh;
}

}  // namespace

batch_report store(tables& t, const message_batch& batch) {
  batch_report report;
  auto fresh = arrive(t, batch, report);
  // Sorted by key, so that rows of one page are written together (measured: it halves the cost at 10^6 facts).
  std::stable_sort(fresh.begin(), fresh.end(),
                   [](const placed& a, const placed& b) { return a.what->key < b.what->key; });
  std::set<integer> dirty;
  std::map<std::string, integer> duplicates;
  for (const auto& [a, place] : fresh) {
    if (!t.facts.insert(*a, place)) {
      t.raw.set_class(a->source, place, a->n, a->facts, first_class(a->kind), event_class::duplicate);
      ++duplicates[a->source];
    } else if (is_read(a->kind)) {
      dirty.insert(a->key);
    } else if (a->kind == event_kind::dead) {
      tell_dead(t, *a);
    }
  }
  for (const auto key : dirty) t.marks.party(key);
  for (const auto& [source, n] : duplicates) {
    t.feed.append({.act = "event.duplicate", .src = source, .ref = "bat:" + batch.name, .count = n});
  }
  if (!batch.foreign.empty()) {
    t.feed.append({.act = "event.deadletter",
                   .ref = "bat:" + batch.name,
                   .out = "fail:foreign_message",
                   .count = static_cast<integer>(batch.foreign.size())});
  }
  report.dirty = !dirty.empty();
  return report;
}

integer position_of(tables& t, const position& p) {
  const auto row = select_all<std::tuple<integer>>(
      t.session, "SELECT next FROM position WHERE topic=:topic AND part=:part", p.topic, p.part);
  return row.empty() ? 0 : std::get<0>(row.front());
}

bool move_position(tables& t, const position& p, integer from, integer to) {
  change(t.session, "INSERT INTO position(topic,part,epoch,next) VALUES(:topic,:part,:epoch,0) ON CONFLICT DO NOTHING",
         p.topic, p.part, p.epoch);
  return change(t.session,
                "UPDATE position SET next=:to WHERE topic=:topic AND part=:part AND epoch=:epoch AND next=:from", to,
                p.topic, p.part, p.epoch, from) == 1;
}

}  // namespace jembatan::ledger

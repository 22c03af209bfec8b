#include "ledger/facts.hpp"

#include <boost/json.hpp>

#include "ledger/learning.hpp"

namespace jembatan::ledger {
namespace {

training::score score_in(const fact& f) {
  return score_of(boost::json::parse(f.slim).as_object());
}

// SEMANTICS.md 1.4.
bool wins(const fact& a, const fact& b) {
  if (a.time != b.time) return a.time > b.time;
  const bool scores = a.kind == b.kind && (a.kind == event_kind::scored || a.kind == event_kind::graded);
  if (scores && training::higher(score_in(a), score_in(b))) return true;
  if (scores && training::higher(score_in(b), score_in(a))) return false;
  return static_cast<std::uint64_t>(a.d) > static_cast<std::uint64_t>(b.d);
}

}  // namespace

fact_table::fact_table(soci::session& session)
    : insert_(session, dialect::insert_fact),
      supersede_(session,
                 "INSERT INTO superseded(h,l,g) VALUES(:h,:l,:g) "
                 "ON CONFLICT(h,l) DO UPDATE SET g=excluded.g WHERE superseded.g<excluded.g"),
      select_(session,
              "SELECT f.h,f.l,f.n,f.g,f.d,f.type,f.time,f.at,f.p,f.journal,f.seq,f.ix,coalesce(s.g,0),"
              "coalesce(r.class,''),coalesce(r.facts,1),coalesce(r.g,-1) FROM fact f "
              "LEFT JOIN superseded s ON s.h=f.h AND s.l=f.l "
              "LEFT JOIN raw r ON r.journal=f.journal AND r.seq=f.seq AND r.ix=f.ix AND r.n=f.n "
              "WHERE f.key=:key ORDER BY f.h,f.l,f.n,f.g,f.d") {}

bool fact_table::insert(const arrival& a, const raw_place& p) {
  if (a.generation > 0) supersede_.run(a.h, a.l, a.generation);
  return insert_.run(a.key, a.h, a.l, a.n, a.generation, a.d, static_cast<integer>(a.kind), to_unix_ms(a.time),
                     to_unix_ms(a.at), p.journal, p.seq, p.ix, a.slim) == 1;
}

std::vector<fact> fact_table::of(integer key) {
  std::vector<fact> all;
  select_.each(
      [&](const auto& row) {
        fact f;
        integer g = 0, kind = 0, time = 0, at = 0, highest = 0, raw_g = 0;
        std::string cls;
        std::tie(f.h, f.l, f.n, g, f.d, kind, time, at, f.slim, f.from.journal, f.from.seq, f.from.ix, highest, cls,
                 f.raw_facts, raw_g) = row;
        f.kind = static_cast<event_kind>(kind);
        f.time = from_unix_ms(time);
        f.at = from_unix_ms(at);
        f.counts = g >= highest;
        f.has_raw = raw_g == g;
        f.raw_class = event_class_from(cls).value_or(event_class::evaluating);
        all.push_back(std::move(f));
      },
      key);
  return all;
}

std::vector<const fact*> winners(const std::vector<fact>& all) {
  std::vector<const fact*> chosen;
  for (const auto& f : all) {
    if (!f.counts) continue;
    const bool variant =
        !chosen.empty() && chosen.back()->h == f.h && chosen.back()->l == f.l && chosen.back()->n == f.n;
    if (!variant) {
      chosen.push_back(&f);
    } else if (wins(f, *chosen.back())) {
      chosen.back() = &f;
    }
  }
  return chosen;
}

}  // namespace jembatan::ledger

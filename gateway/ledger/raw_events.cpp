#include "ledger/raw_events.hpp"

#include <algorithm>

namespace jembatan::ledger {

raw_table::raw_table(soci::session& session, balance_table& balance, mark_table& marks)
    : session_(session),
      balance_(balance),
      marks_(marks),
      treatments_(session),
      insert_(session,
              "INSERT INTO raw(journal,seq,ix,n,facts,g,class,type,key,h,treatment,part,pos,logged_at) "
              "VALUES(:journal,:seq,:ix,:n,:facts,:g,:class,:type,:key,:h,:treatment,:part,:pos,:logged) "
              "ON CONFLICT DO NOTHING"),
      select_(session, "SELECT n,g,class,type,key FROM raw WHERE journal=:journal AND seq=:seq AND ix=:ix ORDER BY n"),
      update_(session, "UPDATE raw SET class=:class WHERE journal=:journal AND seq=:seq AND ix=:ix AND n=:n") {}

raw_place raw_table::place(const arrival& a) {
  const auto name = std::pair(a.from.node, a.from.epoch);
  auto known = journals_.find(name);
  if (known == journals_.end()) {
    change(session_, "INSERT INTO journal(node,epoch) VALUES(:node,:epoch) ON CONFLICT DO NOTHING", name.first,
           name.second);
    const auto row = select_all<std::tuple<integer>>(
        session_, "SELECT id FROM journal WHERE node=:node AND epoch=:epoch", name.first, name.second);
    known = journals_.emplace(name, std::get<0>(row.front())).first;
  }
  return {known->second, static_cast<integer>(a.from.sequence), a.index};
}

receipt raw_table::receipt_of(const raw_place& p) {
  const auto known =
      std::find_if(journals_.begin(), journals_.end(), [&](const auto& j) { return j.second == p.journal; });
  if (known != journals_.end()) return {known->first.first, known->first.second, static_cast<std::uint64_t>(p.seq)};
  const auto row = select_all<std::tuple<std::string, std::string>>(
      session_, "SELECT node,epoch FROM journal WHERE id=:id", p.journal);
  if (row.empty()) return {};
  const auto& [node, epoch] = row.front();
  journals_.emplace(std::pair(node, epoch), p.journal);
  return {node, epoch, static_cast<std::uint64_t>(p.seq)};
}

std::vector<raw_table::known_row> raw_table::rows(const raw_place& p) {
  std::vector<known_row> all;
  select_.each(
      [&](const auto& r) {
        all.push_back({std::get<0>(r), std::get<1>(r), event_class_from(std::get<2>(r)).value_or(event_class::dead),
                       static_cast<event_kind>(std::get<3>(r)), std::get<4>(r)});
      },
      p.journal, p.seq, p.ix);
  return all;
}

bool raw_table::insert(const arrival& a, const raw_place& p, event_class c) {
  return insert_.run(p.journal, p.seq, p.ix, a.n, a.facts, a.generation, std::string(to_text(c)),
                     static_cast<integer>(a.kind), a.key, a.h, treatments_.id_of(a.how), a.partition, a.position,
                     to_unix_ms(a.logged_at)) == 1;
}

bool raw_table::arrive(const arrival& a, const raw_place& p, event_class c) {
  // The usual case needs no look: a live event of one fact has no other row that could matter.
  if (a.facts == 1 && a.generation == 0) {
    if (!insert(a, p, c)) return false;
    balance_.ingested(a.source);
    balance_.enter(a.source, c);
    return true;
  }
  return arrive_among_others(a, p, c);
}

bool raw_table::arrive_among_others(const arrival& a, const raw_place& p, event_class c) {
  const auto known = rows(p);
  const bool newer = std::any_of(known.begin(), known.end(), [&](const auto& k) { return k.g > a.generation; });
  const bool same =
      std::any_of(known.begin(), known.end(), [&](const auto& k) { return k.g == a.generation && k.n == a.n; });
  if (newer || same) return false;
  std::vector<event_class> before, after{c};
  for (const auto& k : known) {
    before.push_back(k.cls);
    if (k.g == a.generation) {
      after.push_back(k.cls);
    } else if (is_read(k.kind)) {
      marks_.party(k.key);
    }
  }
  change(session_, "DELETE FROM raw WHERE journal=:journal AND seq=:seq AND ix=:ix AND g<:g", p.journal, p.seq, p.ix,
         a.generation);
  insert(a, p, c);
  if (before.empty()) {
    balance_.ingested(a.source);
  } else {
    balance_.leave(a.source, best(before));
  }
  balance_.enter(a.source, best(after));
  return true;
}

void raw_table::set_class(const std::string& source, const raw_place& p, integer n, integer facts, event_class from,
                          event_class to) {
  if (from == to) return;
  const auto write = [&] { update_.run(std::string(to_text(to)), p.journal, p.seq, p.ix, n); };
  if (facts == 1) {
    write();
    balance_.leave(source, from);
    balance_.enter(source, to);
    return;
  }
  const auto whole = [&] {
    std::vector<event_class> classes;
    for (const auto& row : rows(p)) classes.push_back(row.cls);
    return best(classes);
  };
  const auto before = whole();
  write();
  balance_.leave(source, before);
  balance_.enter(source, whole());
}

}  // namespace jembatan::ledger

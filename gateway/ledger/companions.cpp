#include "ledger/companions.hpp"

#include <algorithm>

namespace jembatan::ledger {
namespace {

// From the first join or leave to the last; without an end, to that of the occurrence. As long as that is unknown the
// connection may still be there: `latest` would make the order of events matter.
std::optional<training::window> span_of(const party& p, const training::occurrence& o) {
  if (p.presence.empty()) return std::nullopt;
  const auto by_time = [](const auto& a, const auto& b) { return a.at < b.at; };
  const auto [first, last] = std::minmax_element(p.presence.begin(), p.presence.end(), by_time);
  training::window when{first->at, last->at};
  if (p.open) when.to = std::max(when.to, o.ended.value_or(time_point::max()));
  return when;
}

}  // namespace

const companions::edges& companions::edges_of(integer occ) {
  const auto known = edges_.find(occ);
  if (known != edges_.end()) return known->second;
  auto& all = edges_[occ];
  for (const auto& [connection, others] : t_.relations.bound_in(occ)) {
    for (const auto& other : others) {
      all[connection].insert(other);
      all[other].insert(connection);
    }
  }
  return all;
}

// The connection itself and all that can be reached from it.
std::set<std::string> companions::connections_of(const party& p) {
  const auto& all = edges_of(p.occ);
  std::set<std::string> reached{p.connection};
  std::vector<std::string> next{p.connection};
  while (!next.empty()) {
    const auto from = all.find(next.back());
    next.pop_back();
    if (from == all.end()) continue;
    for (const auto& to : from->second) {
      if (reached.insert(to).second) next.push_back(to);
    }
  }
  return reached;
}

std::set<integer> companions::keys_of(const party& p) {
  std::set<integer> keys;
  for (const auto& connection : connections_of(p)) {
    keys.insert(party_key(p.who.source, p.meeting_id, p.occurrence, connection));
  }
  return keys;
}

companions::group companions::group_of(const party& p) {
  group all{{p}, p.who};
  for (const auto key : keys_of(p)) {
    if (key == p.key) continue;
    auto other = t_.parties.find(key);
    if (!other) continue;  // nothing is known of it but that it is bound
    training::unite(all.who, other->who);
    all.members.push_back(std::move(*other));
  }
  return all;
}

// Parties of the same occurrence that came by one of these links, the party's own group left out.
std::vector<party> companions::sharers(const party& p, const std::vector<std::string>& registrant_ids) {
  const auto own = keys_of(p);
  std::set<integer> keys;
  for (const auto& id : registrant_ids) {
    for (const auto key : t_.relations.naming_in(identifier_hash(id), p.occ)) {
      if (!own.contains(key)) keys.insert(key);
    }
  }
  std::vector<party> all;
  for (const auto key : keys) {
    if (auto other = t_.parties.find(key)) all.push_back(std::move(*other));
  }
  return all;
}

std::set<integer> companions::affected_by(const party& p) {
  const auto together = group_of(p);
  auto all = keys_of(p);
  for (const auto& other : sharers(p, together.who.registrant_ids)) all.merge(keys_of(other));
  return all;
}

bool companions::shares_link(const group& own, const training::occurrence& o) {
  for (const auto& sharer : sharers(own.members.front(), own.who.registrant_ids)) {
    const auto others = group_of(sharer);
    for (const auto& mine : own.members) {
      const auto here = span_of(mine, o);
      if (!here) continue;
      for (const auto& theirs : others.members) {
        const auto there = span_of(theirs, o);
        if (there && training::share_a_link({own.who, *here}, {others.who, *there})) return true;
      }
    }
  }
  return false;
}

training::resolution companions::identify(const party& p, const training::occurrence& o,
                                          const training::directory& people) {
  const auto together = group_of(p);
  training::evidence beside;
  for (const auto& id : together.who.registrant_ids) {
    const auto registered = t_.parties.find(registration_key(p.who.source, p.meeting_id, id));
    if (registered) beside.registrations.push_back(registered->who);
  }
  if (!together.who.registrant_ids.empty()) beside.shared_link = shares_link(together, o);
  return training::resolve(together.who, beside, people);
}

}  // namespace jembatan::ledger

// Parties and occurrences; who.cpp has who they are, members.cpp what follows from them.
#include "ledger/evaluation.hpp"

#include <algorithm>

namespace jembatan::ledger {
namespace {

bool same_span(const training::occurrence& a, const training::occurrence& b) {
  return a.started == b.started && a.ended == b.ended && a.practice == b.practice;
}

}  // namespace

evaluation::evaluation(tables& t, const in_force& registers, const evaluation_rules& rules, random_source& random,
                       time_point now)
    : t_(t), registers_(registers), rules_(rules), random_(random), now_(now), companions_(t) {}

void evaluation::run(const std::vector<mark>& marks) {
  for (const auto& m : marks) {
    if (m.is_party) {
      merge_party(m.key, m.cause);
    } else {
      members_.emplace(std::pair(m.training, m.person), trigger{m.cause, {}});
    }
  }
  for (const auto occ : occurrences_) follow_occurrence(occ);
  for (const auto& p : changed_) widen(p);
  for (const auto key : registrations_) judge_registration(key);
  identify_in_courses();
  for (const auto key : to_judge_) judge_party(key);
  for (const auto& [member, why] : members_) evaluate_member(member.first, member.second, why);
  evaluated_ += static_cast<integer>(read_.size() + members_.size());
}

void evaluation::merge_party(integer key, const std::string& cause) {
  const auto& facts = read_[key] = t_.facts.of(key);
  auto& why = triggers_[key] = {cause, {}};
  if (cause == "event")
    for (const auto& f : facts) why.last = std::max(why.last, f.from);
  const auto before = t_.parties.find(key);
  if (std::none_of(facts.begin(), facts.end(), [](const fact& f) { return f.counts; })) {
    if (before) forget_party(*before);
    if (!facts.empty()) classify(source_of(facts.front()), facts, event_class::duplicate);
    return;
  }
  const auto now = merge(key, facts);
  t_.parties.store(now, before);
  if (tells_enrolment(now.kind)) {
    registrations_.insert(key);
    return;
  }
  to_judge_.insert(key);
  if (now.kind == party_kind::activity) return;
  occurrences_.insert(now.occ);
  triggers_.emplace(now.occ, why);
  if (now.kind == party_kind::session) return;
  if (before) changed_.push_back(*before);
  changed_.push_back(now);
}

// SEMANTICS.md 3.2: whoever a connection is, is told by those that are bound to it and by those that share its link, so
// they are judged anew with it. Those of which it said so before, and that a replay took back, too.
void evaluation::widen(const party& p) {
  to_judge_.merge(companions_.affected_by(p));
  for (const auto& other : p.bound) {
    const auto there = t_.parties.find(party_key(p.who.source, p.meeting_id, p.occurrence, other));
    if (there) to_judge_.merge(companions_.affected_by(*there));
  }
}

// A replay under a mended mapping left nothing of it (SEMANTICS.md 1.5).
void evaluation::forget_party(const party& p) {
  triggers_.emplace(p.occ, triggers_[p.key]);
  touch_members(p.judged, why(p.key, p.occ));
  tell_holds(p, {});
  t_.parties.erase(p);
  if (tells_enrolment(p.kind)) return follow_registration(p, {});
  moved_.insert(p.judged.person);
  if (p.kind == party_kind::activity) return;
  occurrences_.insert(p.occ);
  changed_.push_back(p);
}

// Connections that came by its link, and what the people did whom it enrols or does not any more.
void evaluation::follow_registration(const party& p, const judgement& now) {
  for (const auto& id : p.who.registrant_ids) {
    for (const auto key : t_.relations.naming(identifier_hash(id), p.who.source, p.meeting_id)) {
      if (const auto there = t_.parties.find(key)) to_judge_.merge(companions_.affected_by(*there));
    }
  }
  std::set<std::string> trainings(p.judged.trainings.begin(), p.judged.trainings.end());
  trainings.insert(now.trainings.begin(), now.trainings.end());
  for (const auto& person : std::set<std::string>{p.judged.person, now.person}) {
    for (const auto& [key, of] : t_.relations.doings_of(person)) {
      if (std::any_of(of.begin(), of.end(), [&](const auto& id) { return trainings.contains(id); }))
        to_judge_.insert(key);
    }
  }
}

void evaluation::follow_occurrence(integer occ) {
  const auto before = t_.occurrences.find(occ);
  const auto now = t_.occurrences.derive(occ);
  if (!now) return t_.occurrences.erase(occ);
  const bool same = before && same_span(*before, *now);
  if (same && before->latest == now->latest) return;
  t_.occurrences.store(occ, *now);
  if (!same) {
    for (const auto key : t_.parties.of_occurrence(occ)) to_judge_.insert(key);
  } else if (!now->ended) {
    // SEMANTICS.md 4.3: only who has not left yet is present until the latest instant.
    for (const auto& [person, trainings] : t_.parties.open_in(occ)) {
      moved_.insert(person);
      for (const auto& training : trainings) members_.emplace(std::pair(training, person), why(occ, occ));
    }
  }
}

void evaluation::judge_party(integer key) {
  const auto p = party_at(key);
  if (!p) return;
  const questions ask{[&](const party& one) { return who(one); },
                      [&](const std::string& person, const auto& rules) { return enrolled(person, rules); }};
  if (p->kind == party_kind::activity) return settle(*p, judge_activity(*p, registers_, ask, rules_.holds, now_));
  const auto o = t_.occurrences.find(p->occ);
  if (!o) return;
  settle(*p, judge(*p, *o, registers_, ask, rules_.holds, now_));
}

void evaluation::judge_registration(integer key) {
  const auto p = t_.parties.find(key);
  if (!p) return;
  const auto j = judge_enrolment(*p, registers_, rules_.holds, now_);
  settle(*p, j);
  follow_registration(*p, j);
}

void evaluation::settle(const party& p, judgement j) {
  if (j.cls == event_class::held && j.hold_id.empty()) j.hold_id = "h-" + random_.hex(8);
  touch_members(p.judged, why(p.key, p.occ));
  touch_members(j, why(p.key, p.occ));
  tell_holds(p, j);
  if (j != p.judged) t_.parties.store_judgement(p.key, j);
  const auto read = read_.find(p.key);
  if (read != read_.end()) {
    classify(p.who.source, read->second, j.cls);
  } else if (j.cls != p.judged.cls) {
    classify(p.who.source, t_.facts.of(p.key), j.cls);
  }
}

void evaluation::touch_members(const judgement& j, const trigger& why) {
  if (j.person.empty()) return;
  for (const auto& training : j.trainings) members_.emplace(std::pair(training, j.person), why);
}

// A party that was not marked itself is looked at because of its occurrence.
trigger evaluation::why(integer key, integer occ) const {
  auto found = triggers_.find(key);
  if (found == triggers_.end()) found = triggers_.find(occ);
  return found == triggers_.end() ? trigger{} : found->second;
}

void evaluation::tell_holds(const party& p, const judgement& now) {
  const bool was = p.judged.cls == event_class::held;
  const bool is = now.cls == event_class::held;
  if (was == is && (!is || p.judged.hold == now.hold)) return;
  const auto tell = [&](const char* act, const std::string& id, const char* out) {
    t_.feed.append({.act = act, .src = p.who.source, .ref = "hld:" + id, .out = out, .count = p.events});
  };
  if (was) tell("hold.release", p.judged.hold_id, now.reason == "expired" ? "fail:expired" : "ok");
  if (is) tell("hold.place", now.hold_id, "ok");
}

void evaluation::classify(const std::string& source, const std::vector<fact>& facts, event_class c) {
  for (const auto& f : facts) {
    if (!f.has_raw) continue;  // replayed: its raw event's row belongs to the newer fact, or its time is over
    // Superseded, but not by its own receipt: another receipt has brought the event again.
    t_.raw.set_class(source, f.from, f.n, f.raw_facts, f.raw_class, f.counts ? c : event_class::duplicate);
  }
}

}  // namespace jembatan::ledger

// The middle of an evaluation: who parties are, and who is enrolled.
#include <algorithm>

#include "ledger/evaluation.hpp"

namespace jembatan::ledger {
namespace {

// Whether enrolments in its course decide who has a record.
bool enrols_by_course(const training::programme& rules) {
  return rules.course && rules.enrol == training::enrolment::required;
}

bool read_by(const training::occurrence& o, const training::programme& rules) {
  return std::any_of(rules.sessions.begin(), rules.sessions.end(),
                     [&](const training::live_session& s) { return training::belongs(o, s); });
}

}  // namespace

std::optional<party> evaluation::party_at(integer key) {
  const auto seen = seen_.find(key);
  return seen == seen_.end() ? t_.parties.find(key) : std::optional(seen->second);
}

std::set<std::string> evaluation::trainings_now(const party& p) {
  if (p.kind == party_kind::activity) return trainings_of(p, registers_);
  const auto o = t_.occurrences.find(p.occ);
  return o ? trainings_of(*o, registers_) : std::set<std::string>();
}

const training::resolution& evaluation::who(const party& p) {
  const auto known = known_.find(p.key);
  if (known != known_.end()) return known->second;
  if (p.kind == party_kind::activity) return known_[p.key] = training::resolve_learner(p.who, registers_.people);
  const auto o = t_.occurrences.find(p.occ);
  return known_[p.key] = o ? companions_.identify(p, *o, registers_.people) : training::resolution();
}

// SEMANTICS.md 3.5: whether an unenrolment counts hangs on the first counting fact of the person, in whatever party
// that is. So where a course enrols, who everybody is must be known before anybody is judged, and all that a person did
// there is judged anew when any of it changed.
void evaluation::identify_in_courses() {
  const auto asked = [&](const std::string& person, const auto& trainings) {
    return std::any_of(trainings.begin(), trainings.end(), [&](const std::string& id) {
      const auto rules = registers_.trainings.find(id);
      return rules != registers_.trainings.end() && enrols_by_course(rules->second) &&
             !rules->second.participants.contains(person);
    });
  };
  if (std::none_of(registers_.trainings.begin(), registers_.trainings.end(),
                   [](const auto& one) { return enrols_by_course(one.second); }))
    return;
  for (const auto key : to_judge_) {
    auto p = t_.parties.find(key);
    if (!p || p->kind == party_kind::session) continue;
    const auto trainings = trainings_now(*p);
    const auto person = trainings.empty() ? std::string() : who(*p).person_id;
    const auto& before = p->judged.person;
    if ((asked(person, trainings) || asked(before, p->judged.trainings)) && (person != before || read_.contains(key))) {
      moved_.insert({person, before});
      judgement now;
      now.person = person;
      now.trainings.assign(trainings.begin(), trainings.end());
      touch_members(p->judged, why(key, p->occ));
      touch_members(now, why(key, p->occ));
      if (person != before) t_.parties.store_person(key, person);
      p->judged.person = person;
    }
    seen_.emplace(key, std::move(*p));
  }
  moved_.erase("");
  for (const auto& person : moved_) {
    for (const auto& [key, trainings] : t_.relations.doings_of(person)) {
      if (asked(person, trainings)) to_judge_.insert(key);
    }
  }
}

bool evaluation::registered(const std::string& person, const training::programme& rules) {
  const auto known = registered_.find(person);
  if (known != registered_.end()) return training::enrols(known->second, rules);
  return training::enrols(registered_[person] = t_.relations.registrations_of(person), rules);
}

bool evaluation::enrolled(const std::string& person, const training::programme& rules) {
  if (!rules.course) return registered(person, rules);
  const auto [known, fresh] = enrolled_.try_emplace({rules.id, person}, false);
  if (fresh) known->second = training::is_enrolled(facts_of(person, rules), rules);
  return known->second;
}

training::person_facts evaluation::facts_of(const std::string& person, const training::programme& rules) {
  training::person_facts facts;
  facts.person_id = person;
  facts.enrolled = rules.participants.contains(person) || registered(person, rules);
  facts.presences = t_.parties.presences_of(person);
  std::erase_if(facts.presences, [&](const training::presence& p) { return !read_by(p.where, rules); });
  facts.certificate = registers_.certificate_of(rules.id, person);
  if (rules.course) facts.course = t_.relations.standings_in(*rules.course, person);
  if (!rules.course && training::activities_of(rules).empty()) return facts;
  facts.activities = t_.parties.activities_of(person);
  std::erase_if(facts.activities, [&](const auto& h) { return !training::reads(rules, h); });
  return facts;
}

}  // namespace jembatan::ledger

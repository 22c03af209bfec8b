#include "ledger/timers.hpp"

#include <algorithm>
#include <set>

namespace jembatan::ledger {
namespace {

using meeting_set = std::set<std::pair<std::string, std::string>>;  // source, meeting_id

meeting_set meetings_of(const training::programme& rules) {
  meeting_set all;
  for (const auto& s : rules.sessions) all.emplace(s.source, s.meeting_id);
  return all;
}

std::set<std::string> learners_of(tables& t, const training::programme& rules) {
  std::set<std::string> all;
  for (const auto& activity : training::activities_of(rules)) {
    for (auto& person : t.relations.seen_at(activity)) all.insert(std::move(person));
  }
  if (rules.course) {
    for (auto& person : t.relations.seen_in(*rules.course)) all.insert(std::move(person));
  }
  return all;
}

}  // namespace

void mark_members(tables& t, const std::string& id, const training::programme* rules) {
  std::set<std::string> all;
  if (rules) all = rules->participants;
  for (const auto& [source, meeting] : rules ? meetings_of(*rules) : meeting_set()) {
    for (auto& person : t.relations.registered_for(source, meeting)) all.insert(std::move(person));
  }
  if (rules) all.merge(learners_of(t, *rules));
  for (auto& person : t.records.persons_in(id)) all.insert(std::move(person));
  for (const auto& person : all) t.marks.member(id, person);
}

void mark_parties(tables& t, const training::programme& rules) {
  for (const auto& [source, meeting] : meetings_of(rules)) t.marks.meeting(source, meeting);
  for (const auto& activity : training::activities_of(rules)) t.marks.activity(activity.source, activity.id);
  if (rules.course) t.marks.course(rules.course->source, rules.course->id);
  // Events that name the course as the activity do not always say that they lie in it.
  if (rules.course) t.marks.activity(rules.course->source, rules.course->id);
}

void mark_what_is_due(tables& t, const in_force& registers, time_point now, integer most) {
  for (auto& [id, when] : t.registers.due_terms(now, most)) {
    when.started = when.started || when.starts_at <= now;
    when.finalised = when.finalised || when.final_at <= now;
    t.registers.store_term(id, when);
    const auto rules = registers.trainings.find(id);
    mark_members(t, id, rules == registers.trainings.end() ? nullptr : &rules->second);
  }
  for (const auto key : t.parties.expired(now, most)) t.marks.party(key);
}

std::optional<time_point> next_timer(tables& t) {
  const auto training = t.registers.next_term();
  const auto hold = t.parties.next_expiry();
  if (training && hold) return std::min(*training, *hold);
  return training ? training : hold;
}

term next_term_of(const training::programme& rules, const std::optional<term>& before, duration settle,
                  time_point now) {
  term next{training::starts_at(rules), final_at(rules, settle)};
  next.started = next.starts_at <= now || (before && before->started && before->starts_at == next.starts_at);
  next.finalised = next.final_at <= now || (before && before->finalised && before->final_at == next.final_at);
  return next;
}

void align_terms(tables& t, const in_force& registers, duration settle, time_point now) {
  const auto stored = t.registers.terms();
  for (const auto& [id, rules] : registers.trainings) {
    const auto found = stored.find(id);
    const auto before = found == stored.end() ? std::nullopt : std::optional(found->second);
    const auto next = next_term_of(rules, before, settle, now);
    if (before && before->final_at == next.final_at && before->starts_at == next.starts_at) continue;
    t.registers.store_term(id, next);
    mark_parties(t, rules);  // holds expire with the training
    mark_members(t, id, &rules);
  }
}

}  // namespace jembatan::ledger

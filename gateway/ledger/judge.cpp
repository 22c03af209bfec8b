#include "ledger/judge.hpp"

#include <algorithm>
#include <set>

namespace jembatan::ledger {
namespace {

judgement ignored(std::string reason) {
  judgement j;
  j.cls = event_class::ignored;
  j.reason = std::move(reason);
  return j;
}

judgement held(std::string reason, std::string hint = {}) {
  judgement j;
  j.cls = event_class::held;
  j.hold = j.reason = std::move(reason);
  j.hint = std::move(hint);
  return j;
}

judgement recorded() {
  judgement j;
  j.cls = event_class::recorded;
  return j;
}

bool only_staff(const std::string& person, const std::set<std::string>& trainings, const in_force& registers) {
  return std::all_of(trainings.begin(), trainings.end(),
                     [&](const std::string& id) { return registers.trainings.at(id).staff.contains(person); });
}

// The best of what the trainings say, as an occurrence goes to each of them (SEMANTICS.md 4.2).
judgement judge_membership(const std::string& person, const std::set<std::string>& trainings, const in_force& registers,
                           const questions& ask) {
  for (const auto& id : trainings) {
    const auto& rules = registers.trainings.at(id);
    if (rules.staff.contains(person)) continue;
    if (rules.enrol == training::enrolment::open || rules.participants.contains(person)) return recorded();
    if (ask.enrolled(person, rules)) return recorded();
  }
  return only_staff(person, trainings, registers) ? ignored("staff") : held("not_enrolled");
}

judgement judge_participant(const party& p, const std::set<std::string>& trainings, const in_force& registers,
                            const questions& ask) {
  const auto found = ask.who(p);
  if (found.what == training::verdict::hold) return held(found.reason, found.hint);
  if (found.what == training::verdict::ignore) return ignored(found.reason);
  auto j = judge_membership(found.person_id, trainings, registers, ask);
  j.person = found.person_id;
  if (j.cls == event_class::held) j.hint = found.hint;
  return j;
}

// Of a registration: of whose sessions it may be for (SEMANTICS.md 3.5).
std::set<std::string> registered_trainings(const party& p, const in_force& registers) {
  const training::registration made{p.who.source, p.meeting_id, p.who.at, {}};
  std::set<std::string> all;
  if (const auto* sessions = registers.sessions_of(p.who.source, p.meeting_id)) {
    for (const auto& [id, session] : *sessions) {
      if (training::concerns(made, *session)) all.insert(id);
    }
  }
  return all;
}

std::int64_t expiry(const judgement& j, const in_force& registers, const hold_rules& rules) {
  if (j.trainings.empty()) return j.since + rules.training_unknown.count();
  auto last = time_point::min();
  for (const auto& id : j.trainings) last = std::max(last, final_at(registers.trainings.at(id), rules.settle));
  return to_unix_ms(last + rules.others);
}

// Since when the hold stands, and whether it has expired: then nothing is left to mend.
void date_hold(judgement& j, const judgement& before, const in_force& registers, const hold_rules& rules,
               time_point now) {
  j.hold_id = before.hold_id;
  if (j.hold.empty()) return;
  j.since = before.hold == j.hold ? before.since : to_unix_ms(now);
  j.expires_at = expiry(j, registers, rules);
  if (to_unix_ms(now) < j.expires_at) return;
  j.cls = event_class::ignored;
  j.reason = "expired";
}

}  // namespace

time_point final_at(const training::programme& rules, duration settle) {
  return training::ends_at(rules) + rules.settle.value_or(settle);
}

std::set<std::string> trainings_of(const training::occurrence& o, const in_force& registers) {
  std::set<std::string> all;
  if (const auto* sessions = registers.sessions_of(o.source, o.meeting_id)) {
    for (const auto& [id, session] : *sessions) {
      if (training::belongs(o, *session)) all.insert(id);
    }
  }
  return all;
}

std::set<std::string> trainings_of(const party& p, const in_force& registers) {
  const auto& in_course = registers.holding({p.who.source, p.course});
  std::set<std::string> all;
  if (p.kind == party_kind::enrolment) {
    all.insert(in_course.begin(), in_course.end());
    return all;
  }
  const auto& named = registers.naming({p.who.source, p.activity});
  all.insert(named.begin(), named.end());
  const training::activity_history done{{p.who.source, p.activity}, p.course, p.deeds};
  for (const auto& id : in_course) {
    if (training::reads(registers.trainings.at(id), done)) all.insert(id);
  }
  return all;
}

judgement judge(const party& p, const training::occurrence& o, const in_force& registers, const questions& ask,
                const hold_rules& rules, time_point now) {
  const auto trainings = trainings_of(o, registers);
  judgement j;
  if (!registers.sessions_of(o.source, o.meeting_id)) {
    j = held("training_unknown");
  } else if (trainings.empty()) {
    j = ignored("outside_window");
  } else if (p.kind == party_kind::session) {
    j = recorded();
  } else {
    j = judge_participant(p, trainings, registers, ask);
  }
  j.trainings.assign(trainings.begin(), trainings.end());
  date_hold(j, p.judged, registers, rules, now);
  return j;
}

judgement judge_activity(const party& p, const in_force& registers, const questions& ask, const hold_rules& rules,
                         time_point now) {
  const auto trainings = trainings_of(p, registers);
  judgement j;
  if (!trainings.empty()) {
    j = judge_participant(p, trainings, registers, ask);
  } else if (!registers.holding({p.who.source, p.course}).empty() ||
             !registers.holding({p.who.source, p.activity}).empty()) {
    j = ignored("no_rule");
  } else {
    j = held("training_unknown");
  }
  j.trainings.assign(trainings.begin(), trainings.end());
  date_hold(j, p.judged, registers, rules, now);
  return j;
}

judgement judge_enrolment(const party& p, const in_force& registers, const hold_rules& rules, time_point now) {
  const bool at_lms = p.kind == party_kind::enrolment;
  const auto trainings = at_lms ? trainings_of(p, registers) : registered_trainings(p, registers);
  judgement j;
  if (at_lms ? trainings.empty() : !registers.sessions_of(p.who.source, p.meeting_id)) {
    j = held("training_unknown");
  } else if (trainings.empty()) {
    j = ignored("outside_window");
  } else if (const auto found = at_lms ? training::resolve_learner(p.who, registers.people)
                                       : training::resolve_registration(p.who, registers.people);
             found.what == training::verdict::hold) {
    j = held(found.reason, found.hint);
  } else {
    j = only_staff(found.person_id, trainings, registers) ? ignored("staff") : recorded();
    j.person = found.person_id;
  }
  j.trainings.assign(trainings.begin(), trainings.end());
  date_hold(j, p.judged, registers, rules, now);
  return j;
}

}  // namespace jembatan::ledger

#include "training/record.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "training/basis.hpp"

namespace jembatan::training {
namespace {

// What one person achieved.
struct achievement {
  std::vector<session_result> sessions;
  std::vector<module_result> modules;
  std::optional<actions_result> actions;
  std::set<std::string> missed, end_unknown, leave_unknown;  // ids of sessions
  std::set<std::string> incomplete, late;                    // ids of modules
  bool feedback_missing = false;
  bool present = false;                        // a counting second in any window
  std::optional<time_point> first_counting{};  // SEMANTICS.md 5.1
};

void note_counting(achievement& all, const std::optional<time_point>& at) {
  if (at) all.first_counting = std::min(all.first_counting.value_or(*at), *at);
}

session_result judge(const live_session& session, std::int64_t seconds) {
  const auto length = std::chrono::floor<std::chrono::seconds>(session.when.to - session.when.from).count();
  const auto needed = session.attendance_percent * length;  // in hundredths of a second
  session_result result;
  result.id = session.id;
  result.minutes = seconds / 60;
  result.required = (needed + 5999) / 6000;
  result.met = seconds * 100 >= needed;  // SEMANTICS.md 4.4: seconds, not the rounded minutes
  return result;
}

void attend_sessions(achievement& all, const person_facts& facts, const programme& rules) {
  for (const auto& session : rules.sessions) {
    const auto found = attend(facts.presences, session);
    all.sessions.push_back(judge(session, found.seconds));
    if (!all.sessions.back().met) all.missed.insert(session.id);
    if (found.session_end_unknown) all.end_unknown.insert(session.id);
    if (found.leave_unknown) all.leave_unknown.insert(session.id);
    all.present = all.present || found.seconds > 0;
    note_counting(all, found.began);
  }
}

void learn(achievement& all, const activity_index& done, const programme& rules) {
  for (const auto& rule : rules.modules) {
    all.modules.push_back(judge(rule, done));
    if (!all.modules.back().met) all.incomplete.insert(rule.id);
    if (!in_time(rule, all.modules.back(), rules)) all.late.insert(rule.id);
  }
  if (rules.actions) all.actions = judge(*rules.actions, done);
  if (rules.feedback && rules.feedback->required) {
    all.feedback_missing = !has(done.at(rules.feedback->where), activity_event::kind::answered);
  }
  for (const auto& h : done.all()) {
    if (reads(rules, h)) note_counting(all, first_counting(h));
  }
}

achievement achieve(const person_facts& facts, const activity_index& done, const programme& rules) {
  achievement all;
  attend_sessions(all, facts, rules);
  learn(all, done, rules);
  if (facts.certificate) note_counting(all, start_of_day(facts.certificate->issued, rules.offset));
  return all;
}

// SEMANTICS.md 5.1
bool qualifies(const person_facts& facts, const programme& rules, const achievement& reached) {
  if (rules.staff.contains(facts.person_id)) return false;
  if (rules.enrol == enrolment::open) return reached.first_counting.has_value();
  return facts.enrolled || enrols_in_course(facts.course, reached.first_counting);
}

bool has_rules(const programme& rules) {
  return !rules.sessions.empty() || !rules.modules.empty() || rules.actions ||
         (rules.feedback && rules.feedback->required);
}

bool actions_missing(const achievement& reached) {
  return reached.actions && !reached.actions->met();
}

// SEMANTICS.md 5.3
result_kind outcome_of(const achievement& reached, const programme& rules) {
  const bool all_met = reached.missed.empty() && reached.incomplete.empty() && reached.late.empty() &&
                       !actions_missing(reached) && !reached.feedback_missing;
  if (has_rules(rules) && all_met) return result_kind::lulus;
  return reached.present ? result_kind::hadir : result_kind::tidak_lulus;
}

// In the order of SEMANTICS.md 5.5.
std::vector<std::string> reasons_of(const achievement& reached) {
  std::vector<std::string> reasons;
  const auto name = [&](const std::string& what, const std::set<std::string>& ids) {
    for (const auto& id : ids) reasons.push_back(what + id);
  };
  name("session:", reached.missed);
  name("module:", reached.incomplete);
  name("prerequisite:", reached.late);
  if (actions_missing(reached)) reasons.emplace_back("actions");
  if (reached.feedback_missing) reasons.emplace_back("feedback");
  name("session_end_unknown:", reached.end_unknown);
  name("leave_unknown:", reached.leave_unknown);
  return reasons;
}

void describe_gifts(record& r, const person_facts& facts, const activity_index& done, const programme& rules) {
  using kind = activity_event::kind;
  if (rules.certificate.number_from == certificate_rule::origin::lms_code) {
    r.certified = certificate_of(rules, done);
  } else if (const auto& row = facts.certificate) {
    r.certified = certificate{row->number, row->issued, row->link, row->sha256};
  }
  if (!rules.badge) return;
  const auto badge = standing_gift(done.at(*rules.badge), kind::badge_awarded, kind::badge_revoked);
  if (badge) r.badge_awarded_at = badge->at;
}

void describe_training(record& r, const programme& rules) {
  r.training_id = rules.id;
  r.title = rules.title;
  r.organiser = rules.organiser;
  r.timezone = rules.timezone;
  r.jenis_diklat = rules.jenis_diklat;
  r.start = rules.from;
  r.end = rules.to;
  r.year = static_cast<int>(rules.to.year());  // SEMANTICS.md 4.1
  r.jp = rules.jp;
  r.rules_sha256 = rules.digest;
}

void describe_person(record& r, const person_row& row) {
  r.person_id = row.person_id;
  r.nip = row.nip;
  r.kode_opd = row.kode_opd;
  r.kode_skpd = row.kode_skpd;
}

}  // namespace

bool is_enrolled(const person_facts& facts, const programme& rules) {
  if (facts.enrolled || facts.course.empty()) return facts.enrolled;
  const auto histories = canonical(facts.activities);
  return enrols_in_course(facts.course, achieve(facts, activity_index(histories), rules).first_counting);
}

std::optional<record> evaluate(const person_facts& facts, const programme& rules, const directory& people,
                               time_point now, duration settle) {
  if (now < starts_at(rules)) return std::nullopt;
  const auto* row = people.attributes(facts.person_id, rules.to);  // SEMANTICS.md 3.1: as on the end date
  if (!row) return std::nullopt;
  const auto histories = canonical(facts.activities);
  const activity_index done(histories);
  auto reached = achieve(facts, done, rules);
  if (!qualifies(facts, rules, reached)) return std::nullopt;
  record r;
  // SEMANTICS.md 5.4: the training's settle wins.
  r.state = now >= ends_at(rules) + rules.settle.value_or(settle) ? status::final : status::provisional;
  r.outcome = outcome_of(reached, rules);
  describe_person(r, *row);
  describe_training(r, rules);
  describe_gifts(r, facts, done, rules);
  r.reasons = reasons_of(reached);
  r.sessions = std::move(reached.sessions);
  r.modules = std::move(reached.modules);
  r.actions = reached.actions;
  r.facts_sha256 = facts_digest(facts, rules);
  return r;
}

bool same_content(const record& a, const record& b) {
  // The text holds everything that outsiders see; what does not make a revision is taken out of both.
  const auto content = [](record r) {
    r.record_id.clear();
    r.revision = 0;
    r.facts_sha256.clear();
    r.rules_sha256.clear();
    r.changed_at.clear();
    return to_json(r);
  };
  return content(a) == content(b);
}

}  // namespace jembatan::training

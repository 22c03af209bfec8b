#include "training/record.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "training/basis.hpp"

namespace jembatan::training {
namespace {

// What one person achieved in all sessions.
struct achievement {
  std::vector<session_result> sessions;
  std::set<std::string> missed, end_unknown, leave_unknown;  // ids of sessions
  bool present = false;                                      // a counting second in any window
};

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

achievement achieve(const person_facts& facts, const programme& rules) {
  achievement all;
  for (const auto& session : rules.sessions) {
    const auto found = attend(facts.presences, session);
    all.sessions.push_back(judge(session, found.seconds));
    if (!all.sessions.back().met) all.missed.insert(session.id);
    if (found.session_end_unknown) all.end_unknown.insert(session.id);
    if (found.leave_unknown) all.leave_unknown.insert(session.id);
    all.present = all.present || found.seconds > 0;
  }
  return all;
}

// SEMANTICS.md 5.1
bool qualifies(const person_facts& facts, const programme& rules, const achievement& reached) {
  if (rules.staff.contains(facts.person_id)) return false;
  return rules.enrol == enrolment::open ? reached.present : facts.enrolled;
}

// SEMANTICS.md 5.3
result_kind outcome_of(const achievement& reached) {
  if (!reached.sessions.empty() && reached.missed.empty()) return result_kind::lulus;
  return reached.present ? result_kind::hadir : result_kind::tidak_lulus;
}

// In the order of SEMANTICS.md 5.5.
std::vector<std::string> reasons_of(const achievement& reached) {
  std::vector<std::string> reasons;
  for (const auto& id : reached.missed) reasons.push_back("session:" + id);
  for (const auto& id : reached.end_unknown) reasons.push_back("session_end_unknown:" + id);
  for (const auto& id : reached.leave_unknown) reasons.push_back("leave_unknown:" + id);
  return reasons;
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

std::optional<record> evaluate(const person_facts& facts, const programme& rules, const directory& people,
                               time_point now, duration settle) {
  if (now < starts_at(rules)) return std::nullopt;
  const auto* row = people.attributes(facts.person_id, rules.to);  // SEMANTICS.md 3.1: as on the end date
  if (!row) return std::nullopt;
  auto reached = achieve(facts, rules);
  if (!qualifies(facts, rules, reached)) return std::nullopt;
  record r;
  // SEMANTICS.md 5.4: the training's settle wins.
  r.state = now >= ends_at(rules) + rules.settle.value_or(settle) ? status::final : status::provisional;
  r.outcome = outcome_of(reached);
  describe_person(r, *row);
  describe_training(r, rules);
  r.reasons = reasons_of(reached);
  r.sessions = std::move(reached.sessions);
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

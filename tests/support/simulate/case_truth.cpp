#include "simulate/case_truth.hpp"

#include <algorithm>

#include "base/time.hpp"

namespace jembatan::simulate {
namespace {

// Why one of the person's connections, or all that is known of them, waits for somebody; empty where nothing does.
std::string hold_of(const participant& p) {
  switch (p.plays) {
    case role::guest:
    case role::unknown_account:
      return "person_unknown";
    case role::not_enrolled:
      return "not_enrolled";
    case role::link_owner:
    case role::link_user:
      return "identity_conflict";
    default:
      return {};
  }
}

// Seconds and sessions; whether the person was seen at all.
bool attend(truth& t, const case_study& c, std::size_t person) {
  bool present = false;
  for (const plan& live : c.live) {
    attendee a = live.people[person];
    // Nobody can say whose time that is while it is held.
    if (a.plays == role::guest || a.plays == role::link_owner) a.legs.clear();
    const presence_truth seen = presence_of(a, live);
    t.sessions.push_back(seen.session);
    if (!seen.session.met) t.reasons.push_back("session:" + seen.session.id);
    if (seen.leave_unknown) t.reasons.push_back("leave_unknown:" + seen.session.id);
    present = present || seen.present;
  }
  return present;
}

bool in_time(const case_study& c, std::string_view session, std::optional<instant> completed) {
  return std::all_of(c.live.begin(), c.live.end(), [&](const plan& live) {
    return live.training.session != session || (completed && *completed < live.training.opens);
  });
}

void learn(truth& t, const case_study& c, const participant& p) {
  for (std::size_t i = 0; i < modules.size(); ++i) {
    const module_plan& m = p.modules[i];
    const std::string id(modules[i].id);
    module_truth mine{.id = id, .completed_at = {}, .score = {}, .met = false};
    if (m.completed_at) mine.completed_at = format_rfc3339_short(time_point{*m.completed_at});
    if (m.score) mine.score = *m.score / 100.0;
    mine.met = m.completed_at && m.score && *m.score >= least_score;
    if (!mine.met) t.reasons.push_back("module:" + id);
    if (!in_time(c, modules[i].before, m.completed_at)) t.reasons.push_back("prerequisite:" + id);
    t.modules.push_back(std::move(mine));
  }
  t.actions = {p.actions, least_actions};
  if (p.actions < least_actions) t.reasons.emplace_back("actions");
}

void expect_record(truth& t, const case_study& c, std::size_t person) {
  const participant& p = c.people[person];
  t.expect = truth::state::record;
  t.nip = p.who.nip;
  t.jp = c.training.jp;
  t.year = static_cast<int>(c.training.to.year());
  const bool present = attend(t, c, person);
  learn(t, c, p);
  const bool failed = std::any_of(t.reasons.begin(), t.reasons.end(),
                                  [](const std::string& r) { return !r.starts_with("leave_unknown:"); });
  t.outcome = !failed ? "lulus" : present ? "hadir" : "tidak_lulus";
  t.certificate = p.certificate;
  if (p.badge) t.badge_at = format_rfc3339_short(time_point{*p.badge});
}

}  // namespace

std::vector<truth> truth_of(const case_study& c) {
  std::vector<truth> all;
  for (std::size_t i = 0; i < c.people.size(); ++i) {
    const participant& p = c.people[i];
    truth t;
    t.who = p.who.person_id;
    t.role = std::string(to_string(p.plays)) + "/" + std::string(to_string(p.goes));
    for (const plan& live : c.live) add_keys(t, live.people[i]);
    if (!p.account.empty()) t.keys.push_back(p.account);
    t.reason = hold_of(p);
    if (p.listed || p.by_course)
      expect_record(t, c, i);
    else if (!t.reason.empty())
      t.expect = truth::state::held;
    all.push_back(std::move(t));
  }
  return all;
}

}  // namespace jembatan::simulate

#include "training/activity.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace jembatan::training {
namespace {

using kind = activity_event::kind;

bool says_anything(const score& s) {
  return s.raw || s.scaled;
}

}  // namespace

std::optional<double> share_of(const score& s) {
  const auto least = s.min.value_or(0);
  if (s.raw && s.max && *s.max > least) return (*s.raw - least) / (*s.max - least);
  return s.scaled;
}

bool higher(const score& a, const score& b) {
  const auto key = [](const score& s) { return std::tuple(share_of(s), s.raw, s); };
  return key(a) > key(b);
}

std::vector<activity_history> canonical(std::vector<activity_history> histories) {
  std::map<activity_ref, activity_history> by_activity;
  for (auto& one : histories) {
    const auto where = one.where;
    const auto [at, added] = by_activity.try_emplace(where, std::move(one));
    if (added) continue;
    auto& into = at->second;
    // One activity lies in one course; were there two, the order must not decide.
    if (into.course.empty() || (!one.course.empty() && one.course < into.course)) into.course = one.course;
    std::move(one.events.begin(), one.events.end(), std::back_inserter(into.events));
  }
  std::vector<activity_history> all;
  for (auto& [where, one] : by_activity) {
    std::sort(one.events.begin(), one.events.end());
    one.events.erase(std::unique(one.events.begin(), one.events.end()), one.events.end());
    all.push_back(std::move(one));
  }
  return all;
}

completion completion_of(const activity_history& h) {
  completion found;
  const activity_event* latest = nullptr;
  for (const auto& e : h.events) {
    if (e.what != kind::completed && e.what != kind::failed && e.what != kind::reopened) continue;
    if (!latest || std::tie(latest->at, latest->what) < std::tie(e.at, e.what)) latest = &e;
    if (e.what == kind::completed) found.first = std::min(found.first.value_or(e.at), e.at);
  }
  found.stands = latest && latest->what == kind::completed;
  return found;
}

std::optional<score> latest_score(const activity_history& h) {
  const activity_event* latest = nullptr;
  for (const auto& e : h.events) {
    if ((e.what != kind::scored && e.what != kind::graded) || !says_anything(e.grade)) continue;
    if (!latest || e.at > latest->at || (e.at == latest->at && higher(e.grade, latest->grade))) latest = &e;
  }
  return latest ? std::optional(latest->grade) : std::nullopt;
}

std::optional<activity_event> standing_gift(const activity_history& h, kind given, kind taken) {
  std::optional<time_point> last_taking;
  for (const auto& e : h.events) {
    if (e.what == taken) last_taking = std::max(last_taking.value_or(e.at), e.at);
  }
  std::optional<activity_event> first;
  for (const auto& e : h.events) {
    if (e.what != given || (last_taking && e.at <= *last_taking)) continue;
    if (!first || e < *first) first = e;
  }
  return first;
}

bool has(const activity_history& h, kind what) {
  return std::any_of(h.events.begin(), h.events.end(), [&](const auto& e) { return e.what == what; });
}

bool reads(const programme& rules, const activity_history& h) {
  if (names(rules, h.where)) return true;
  const bool of_course = rules.course && rules.course->source == h.where.source && rules.course->id == h.course;
  return of_course && (has(h, kind::certificate_issued) || has(h, kind::certificate_revoked));
}

std::optional<time_point> first_counting(const activity_history& h) {
  std::optional<time_point> first;
  for (const auto& e : h.events) {
    const bool counts = e.what == kind::completed || e.what == kind::scored || e.what == kind::graded ||
                        e.what == kind::submitted || e.what == kind::certificate_issued ||
                        e.what == kind::badge_awarded;
    if (counts) first = std::min(first.value_or(e.at), e.at);
  }
  return first;
}

}  // namespace jembatan::training

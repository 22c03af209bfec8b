#include "training/learning.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace jembatan::training {
namespace {

using kind = activity_event::kind;

// 29 of 100 is no exact number of a double: what a sender calls 70 % must reach 70 %.
constexpr double tolerance = 1e-9;

double four_digits(double share) {
  return std::round(share * 10'000) / 10'000;
}

}  // namespace

const activity_history& activity_index::at(const activity_ref& where) const {
  static const activity_history none;
  const auto found =
      std::lower_bound(histories_.begin(), histories_.end(), where,
                       [](const activity_history& h, const activity_ref& wanted) { return h.where < wanted; });
  return found == histories_.end() || found->where != where ? none : *found;
}

module_result judge(const learning_module& m, const activity_index& done) {
  module_result result;
  result.id = m.id;
  bool complete = true;
  for (const auto& id : m.complete) {
    const auto found = completion_of(done.at({m.source, id}));
    complete = complete && found.stands;
    if (found.stands) result.completed_at = std::max(result.completed_at.value_or(*found.first), *found.first);
  }
  if (!complete) result.completed_at.reset();
  result.met = complete;
  if (!m.score) return result;
  const auto latest = latest_score(done.at({m.source, m.score->activity}));
  const auto share = latest ? share_of(*latest) : std::nullopt;
  if (share) result.score = four_digits(*share);
  result.met = complete && share && *share * 100 + tolerance >= m.score->minimum_percent;
  return result;
}

bool in_time(const learning_module& m, const module_result& result, const programme& rules) {
  if (m.before.empty()) return true;
  const auto session = std::find_if(rules.sessions.begin(), rules.sessions.end(),
                                    [&](const live_session& s) { return s.id == m.before; });
  return session == rules.sessions.end() || (result.completed_at && *result.completed_at < session->when.from);
}

actions_result judge(const action_plan& plan, const activity_index& done) {
  actions_result result{0, plan.minimum};
  for (const auto& id : plan.activities) {
    const auto latest = latest_score(done.at({plan.source, id}));
    if (!latest) continue;
    if (plan.count == action_plan::counting::assignments) {
      ++result.applied;
    } else if (latest->raw && *latest->raw > 0) {
      result.applied = static_cast<std::int64_t>(std::floor(std::min(*latest->raw, 1e9) + tolerance));
    }
  }
  return result;
}

std::optional<certificate> certificate_of(const programme& rules, const activity_index& done) {
  std::optional<activity_event> last;
  for (const auto& h : done.all()) {
    if (!rules.course || h.where.source != rules.course->source || h.course != rules.course->id) continue;
    const auto stands = standing_gift(h, kind::certificate_issued, kind::certificate_revoked);
    if (stands && (!last || *last < *stands)) last = stands;
  }
  if (!last) return std::nullopt;
  return certificate{last->code, date_in_zone(last->at, rules.offset), last->link, {}};
}

}  // namespace jembatan::training

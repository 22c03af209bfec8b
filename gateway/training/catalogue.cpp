#include "training/catalogue.hpp"

#include <algorithm>

namespace jembatan::training {

std::set<activity_ref> activities_of(const programme& p) {
  std::set<activity_ref> all;
  for (const auto& m : p.modules) {
    for (const auto& id : m.complete) all.insert({m.source, id});
    if (m.score) all.insert({m.source, m.score->activity});
  }
  if (p.actions) {
    for (const auto& id : p.actions->activities) all.insert({p.actions->source, id});
  }
  if (p.feedback) all.insert(p.feedback->where);
  if (p.badge) all.insert(*p.badge);
  return all;
}

bool names(const programme& p, const activity_ref& a) {
  const auto of_module = [&](const learning_module& m) {
    return m.source == a.source && ((m.score && m.score->activity == a.id) ||
                                    std::find(m.complete.begin(), m.complete.end(), a.id) != m.complete.end());
  };
  if (std::any_of(p.modules.begin(), p.modules.end(), of_module)) return true;
  if (p.actions && p.actions->source == a.source) {
    const auto& plan = p.actions->activities;
    if (std::find(plan.begin(), plan.end(), a.id) != plan.end()) return true;
  }
  return (p.feedback && p.feedback->where == a) || (p.badge && *p.badge == a);
}

std::set<std::string> sources_of(const programme& p) {
  std::set<std::string> all;
  for (const auto& s : p.sessions) all.insert(s.source);
  for (const auto& a : activities_of(p)) all.insert(a.source);
  if (p.course) all.insert(p.course->source);
  return all;
}

}  // namespace jembatan::training

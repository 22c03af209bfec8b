#include "ledger/in_force.hpp"

namespace jembatan::ledger {

namespace {

const std::vector<std::string>& found_in(const std::map<training::activity_ref, std::vector<std::string>>& index,
                                         const training::activity_ref& what) {
  static const std::vector<std::string> none;
  const auto found = index.find(what);
  return found == index.end() ? none : found->second;
}

}  // namespace

in_force::in_force(training::directory directory, std::map<std::string, training::programme> programmes,
                   certificates rows)
    : people(std::move(directory)), trainings(std::move(programmes)), certified(std::move(rows)) {
  for (const auto& [id, rules] : trainings) {
    for (const auto& session : rules.sessions)
      meetings_[{session.source, session.meeting_id}].emplace_back(id, &session);
    for (const auto& person : rules.participants) listed_[person].push_back(id);
    for (const auto& activity : training::activities_of(rules)) named_[activity].push_back(id);
    if (rules.course) courses_[*rules.course].push_back(id);
  }
}

const in_force::catalogued* in_force::sessions_of(const std::string& source, const std::string& meeting_id) const {
  const auto found = meetings_.find({source, meeting_id});
  return found == meetings_.end() ? nullptr : &found->second;
}

const std::vector<std::string>& in_force::naming(const training::activity_ref& activity) const {
  return found_in(named_, activity);
}

const std::vector<std::string>& in_force::holding(const training::activity_ref& course) const {
  return found_in(courses_, course);
}

std::optional<training::certificate_row> in_force::certificate_of(const std::string& training,
                                                                  const std::string& person) const {
  const auto found = certified.find({training, person});
  return found == certified.end() ? std::nullopt : std::optional(found->second);
}

const std::vector<std::string>& in_force::listing(const std::string& person) const {
  static const std::vector<std::string> none;
  const auto found = listed_.find(person);
  return found == listed_.end() ? none : found->second;
}

}  // namespace jembatan::ledger

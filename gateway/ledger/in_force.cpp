#include "ledger/in_force.hpp"

namespace jembatan::ledger {

in_force::in_force(training::directory directory, std::map<std::string, training::programme> programmes)
    : people(std::move(directory)), trainings(std::move(programmes)) {
  for (const auto& [id, rules] : trainings) {
    for (const auto& session : rules.sessions)
      meetings_[{session.source, session.meeting_id}].emplace_back(id, &session);
    for (const auto& person : rules.participants) listed_[person].push_back(id);
  }
}

const in_force::catalogued* in_force::sessions_of(const std::string& source, const std::string& meeting_id) const {
  const auto found = meetings_.find({source, meeting_id});
  return found == meetings_.end() ? nullptr : &found->second;
}

const std::vector<std::string>& in_force::listing(const std::string& person) const {
  static const std::vector<std::string> none;
  const auto found = listed_.find(person);
  return found == listed_.end() ? none : found->second;
}

}  // namespace jembatan::ledger

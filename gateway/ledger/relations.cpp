#include "ledger/relations.hpp"

namespace jembatan::ledger {
namespace {

template <class Statement>
std::vector<std::string> persons(Statement& select, const std::string& what, const std::string& source) {
  std::vector<std::string> all;
  select.each([&](const auto& row) { all.push_back(std::get<0>(row)); }, what, source);
  return all;
}

}  // namespace

relation_table::relation_table(soci::session& session)
    : bound_(session, "SELECT connection,bound FROM party WHERE occ=:occ AND bound<>'[]' ORDER BY key"),
      naming_in_(session,
                 "SELECT i.key FROM identifier i JOIN party p ON p.key=i.key WHERE i.value=:value AND p.occ=:occ "
                 "ORDER BY i.key"),
      naming_(session,
              "SELECT i.key FROM identifier i JOIN party p ON p.key=i.key WHERE i.value=:value AND p.source=:source "
              "AND p.meeting_id=:meeting AND p.kind='participant' ORDER BY i.key"),
      doings_(session,
              "SELECT key,trainings FROM party WHERE person=:person AND person<>'' AND kind IN "
              "('participant','activity') ORDER BY key"),
      registrations_(session,
                     "SELECT source,meeting_id,first_at,standings FROM party WHERE person=:person AND person<>'' AND "
                     "kind='registration' ORDER BY key"),
      standings_(session,
                 "SELECT standings FROM party WHERE person=:person AND person<>'' AND kind='enrolment' AND "
                 "course=:course AND source=:source ORDER BY key"),
      registered_(session,
                  "SELECT DISTINCT person FROM party WHERE meeting_id=:meeting AND source=:source AND "
                  "kind='registration' AND person<>'' ORDER BY person"),
      seen_at_(session,
               "SELECT DISTINCT person FROM party WHERE activity=:activity AND source=:source AND activity<>'' AND "
               "person<>'' ORDER BY person"),
      seen_in_(session,
               "SELECT DISTINCT person FROM party WHERE course=:course AND source=:source AND course<>'' AND "
               "person<>'' ORDER BY person") {}

std::map<std::string, std::vector<std::string>> relation_table::bound_in(integer occ) {
  std::map<std::string, std::vector<std::string>> all;
  bound_.each([&](const auto& row) { all[std::get<0>(row)] = list_from_json(std::get<1>(row)); }, occ);
  return all;
}

std::vector<integer> relation_table::naming_in(integer value_hash, integer occ) {
  std::vector<integer> all;
  naming_in_.each([&](const auto& row) { all.push_back(std::get<0>(row)); }, value_hash, occ);
  return all;
}

std::vector<integer> relation_table::naming(integer value_hash, const std::string& source,
                                            const std::string& meeting_id) {
  std::vector<integer> all;
  naming_.each([&](const auto& row) { all.push_back(std::get<0>(row)); }, value_hash, source, meeting_id);
  return all;
}

std::vector<std::pair<integer, std::vector<std::string>>> relation_table::doings_of(const std::string& person) {
  std::vector<std::pair<integer, std::vector<std::string>>> all;
  doings_.each([&](const auto& row) { all.emplace_back(std::get<0>(row), list_from_json(std::get<1>(row))); }, person);
  return all;
}

std::vector<training::registration> relation_table::registrations_of(const std::string& person) {
  std::vector<training::registration> all;
  registrations_.each(
      [&](const auto& row) {
        const auto& [source, meeting, first, standings] = row;
        all.push_back({source, meeting, from_unix_ms(first), standings_from_json(standings)});
      },
      person);
  return all;
}

std::vector<training::standing> relation_table::standings_in(const training::activity_ref& course,
                                                             const std::string& person) {
  std::vector<training::standing> all;
  standings_.each(
      [&](const auto& row) {
        const auto some = standings_from_json(std::get<0>(row));
        all.insert(all.end(), some.begin(), some.end());
      },
      person, course.id, course.source);
  return all;
}

std::vector<std::string> relation_table::registered_for(const std::string& source, const std::string& meeting_id) {
  return persons(registered_, meeting_id, source);
}

std::vector<std::string> relation_table::seen_at(const training::activity_ref& activity) {
  return persons(seen_at_, activity.id, activity.source);
}

std::vector<std::string> relation_table::seen_in(const training::activity_ref& course) {
  return persons(seen_in_, course.id, course.source);
}

}  // namespace jembatan::ledger

#pragma once
// What ties parties to one another: connections that participant_bind made one, registrant ids that registrations and
// connections share, people who registered (SEMANTICS.md 3.2, 3.3, 3.5). Questions over the table of parties only.
// Throws soci::soci_error.
#include <map>

#include "ledger/party.hpp"
#include "ledger/sql.hpp"

namespace jembatan::ledger {

class relation_table {
 public:
  explicit relation_table(soci::session&);

  // Connection -> the connections that its events bind it to; only those that have any.
  std::map<std::string, std::vector<std::string>> bound_in(integer occ);
  // Parties of the occurrence that name the identifier.
  std::vector<integer> naming_in(integer value_hash, integer occ);
  // Connections of the meeting, in any of its occurrences, that name the identifier.
  std::vector<integer> naming(integer value_hash, const std::string& source, const std::string& meeting_id);
  // What the person did: connections and activities, each with the trainings that it belongs to.
  std::vector<std::pair<integer, std::vector<std::string>>> doings_of(const std::string& person);
  std::vector<training::registration> registrations_of(const std::string& person);
  // Enrolments and unenrolments of the person in the course.
  std::vector<training::standing> standings_in(const training::activity_ref& course, const std::string& person);
  // Who registered for the meeting, whatever became of it.
  std::vector<std::string> registered_for(const std::string& source, const std::string& meeting_id);
  // Who did anything in the activity, and who in the course or was ever enrolled in it.
  std::vector<std::string> seen_at(const training::activity_ref& activity);
  std::vector<std::string> seen_in(const training::activity_ref& course);

 private:
  prepared<std::tuple<std::string, std::string>, std::tuple<integer>> bound_;
  prepared<std::tuple<integer>, std::tuple<integer, integer>> naming_in_;
  prepared<std::tuple<integer>, std::tuple<integer, std::string, std::string>> naming_;
  prepared<std::tuple<integer, std::string>, std::tuple<std::string>> doings_;
  prepared<std::tuple<std::string, std::string, integer, std::string>, std::tuple<std::string>> registrations_;
  prepared<std::tuple<std::string>, std::tuple<std::string, std::string, std::string>> standings_;
  prepared<std::tuple<std::string>, std::tuple<std::string, std::string>> registered_, seen_at_, seen_in_;
};

}  // namespace jembatan::ledger

#pragma once
// Parties and occurrences as tables: what evaluation derived, so that the next one reads rows instead of facts. Throws
// soci::soci_error.
#include <set>

#include "ledger/party.hpp"

namespace jembatan::ledger {

class party_table {
 public:
  explicit party_table(soci::session&);
  std::optional<party> find(integer key);
  // All but the judgement; the identifiers' index follows.
  void store(const party&, const std::optional<party>& before);
  void store_judgement(integer key, const judgement&);
  void store_person(integer key, const std::string& person);
  void erase(const party&);

  std::vector<integer> of_occurrence(integer occ);
  // Whom the parties with an open join resolved to, each with its trainings.
  std::vector<std::pair<std::string, std::vector<std::string>>> open_in(integer occ);
  // What the person did, by occurrence; host time left out (SEMANTICS.md 3.5).
  std::vector<training::presence> presences_of(const std::string& person);
  // What the person did at learning systems, by activity and account.
  std::vector<training::activity_history> activities_of(const std::string& person);
  std::vector<integer> expired(time_point now, integer most);
  std::optional<time_point> next_expiry();

 private:
  soci::session& session_;
  prepared<std::tuple<integer, std::string, std::string, std::string, std::string, std::string, std::string, integer,
                      integer, integer, integer, integer, integer, integer, integer, std::string, std::string,
                      std::string, std::string, std::string, std::string, std::string, integer, integer, std::string,
                      std::string, std::string, std::string, std::string, std::string, std::string>,
           std::tuple<integer>>
      select_;
  prepared<std::tuple<>, std::tuple<integer, integer, std::string, std::string, std::string, std::string, std::string,
                                    std::string, integer, integer, integer, integer, integer, integer, integer, integer,
                                    std::string, std::string, std::string, std::string, std::string, std::string>>
      upsert_;
  prepared<std::tuple<>, std::tuple<std::string, std::string, std::string, std::string, std::string, std::string,
                                    integer, integer, std::string, integer>>
      judge_;
  prepared<std::tuple<>, std::tuple<integer, integer>> identify_;
  prepared<std::tuple<integer>, std::tuple<integer>> of_occurrence_;
  prepared<std::tuple<std::string, std::string>, std::tuple<integer>> open_;
  prepared<
      std::tuple<std::string, std::string, std::string, std::string, std::string, integer, integer, integer, integer>,
      std::tuple<std::string>>
      presences_;
  prepared<std::tuple<std::string, std::string, std::string, std::string>, std::tuple<std::string>> activities_;
};

class occurrence_table {
 public:
  explicit occurrence_table(soci::session&);
  std::optional<training::occurrence> find(integer key);
  // From its parties; nothing when it has none (any more), and then no row is left.
  std::optional<training::occurrence> derive(integer key);
  void store(integer key, const training::occurrence&);
  void erase(integer key);

 private:
  soci::session& session_;
  prepared<std::tuple<std::string, std::string, std::string, integer, integer, integer, integer>, std::tuple<integer>>
      select_;
  prepared<std::tuple<integer, std::string, std::string, std::string, integer, integer, integer, integer>,
           std::tuple<integer>>
      derive_;
  prepared<std::tuple<>, std::tuple<integer, std::string, std::string, std::string, integer, integer, integer, integer>>
      upsert_;
};

}  // namespace jembatan::ledger

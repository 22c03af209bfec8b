#pragma once
// Who stands beside a connection and tells who it is: the connections that participant_bind made one with it, those
// that came by its personal link, and the registration behind that link (SEMANTICS.md 3.2, 3.3). Lives as long as one
// evaluation, from when its parties are merged: what is remembered here is not read again. Throws soci::soci_error.
#include <set>

#include "ledger/tables.hpp"

namespace jembatan::ledger {

class companions {
 public:
  explicit companions(tables& t) : t_(t) {}

  // Parties whose judgement hangs on what this one says: its group, and, group by group, who shares its links.
  std::set<integer> affected_by(const party&);
  // Who the connection is, with all that stands beside it.
  training::resolution identify(const party&, const training::occurrence&, const training::directory&);

 private:
  struct group {
    std::vector<party> members;
    training::party who;  // all of them together
  };
  using edges = std::map<std::string, std::set<std::string>>;

  const edges& edges_of(integer occ);
  std::set<std::string> connections_of(const party&);
  group group_of(const party&);
  std::set<integer> keys_of(const party&);
  std::vector<party> sharers(const party&, const std::vector<std::string>& registrant_ids);
  bool shares_link(const group&, const training::occurrence&);

  tables& t_;
  std::map<integer, edges> edges_;  // by occurrence
};

}  // namespace jembatan::ledger

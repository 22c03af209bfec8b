#pragma once
// Dirty marks: which parties and which (training, person) must be evaluated anew. Set in the transaction that makes
// them dirty, claimed in the one that evaluates them. Throws soci::soci_error.
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "ledger/sql.hpp"

namespace jembatan::ledger {

struct mark {
  bool is_party = false;  // else a member
  integer key = 0;
  std::string training, person;  // of a member
  std::string cause;             // of the first that set it
};

class mark_table {
 public:
  explicit mark_table(soci::session&);
  // `due`: when marks that are set from now on may be claimed.
  void begin(time_point due, std::string cause);
  void party(integer key);
  void member(const std::string& training, const std::string& person);
  // All parties of a meeting, and all registrations for it.
  void meeting(const std::string& source, const std::string& meeting_id);
  // All learners' parties of an activity, or of a course.
  void activity(const std::string& source, const std::string& id);
  void course(const std::string& source, const std::string& id);
  // All parties of a learner.
  void learner(integer key);
  // All parties that an operator assigned to the person.
  void assigned_to(const std::string& person);
  // All parties that name this identifier.
  void identifier(integer value_hash);

  // In the order in which they are evaluated: parties first.
  std::vector<mark> claim(time_point now, integer most);
  integer open() const;
  integer last_seq() const;
  // Of the oldest open mark; past every number when there is none.
  integer oldest_seq() const;
  std::optional<time_point> next_due() const;

 private:
  void take_seq();
  template <class... Arguments>
  void parties_where(const std::string& condition, const Arguments&...);

  soci::session& session_;
  prepared<std::tuple<>, std::tuple<std::string, integer, std::string, std::string, integer, integer, std::string>>
      upsert_;
  prepared<std::tuple<std::string, integer, std::string, std::string, std::string>,
           std::tuple<integer, integer, integer>>
      claim_;
  integer seq_ = 0;  // of this transaction; 0 not taken yet
  time_point due_;
  std::string cause_;
};

}  // namespace jembatan::ledger

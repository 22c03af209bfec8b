#pragma once
// The terms of the equation (SEMANTICS.md 2.4), one row per source and class, moved by what each transaction did. They
// are never recomputed from the rows that they count: a lost or doubled event must be visible. Throws soci::soci_error.
#include <map>
#include <string>

#include "ledger/event_class.hpp"
#include "ledger/sql.hpp"

namespace jembatan::ledger {

class balance_table {
 public:
  explicit balance_table(soci::session&);
  void begin() { moved_.clear(); }
  void ingested(const std::string& source) { ++moved_[{source, "ingested"}]; }
  void enter(const std::string& source, event_class c) { ++moved_[{source, std::string(to_text(c))}]; }
  void leave(const std::string& source, event_class c) { --moved_[{source, std::string(to_text(c))}]; }
  // Before the commit.
  void flush();

 private:
  prepared<std::tuple<>, std::tuple<std::string, std::string, integer>> add_;
  std::map<std::pair<std::string, std::string>, integer> moved_;
};

}  // namespace jembatan::ledger

#pragma once
// Lines of the log that follow single events and records through the ledger, by receipt and record id (level debug).
// Collected inside a transaction and written after its commit, so that no line tells what was rolled back.
#include <map>
#include <string>
#include <vector>

#include "ledger/tables.hpp"

namespace jembatan::ledger {

struct event_line {
  std::string receipt;
  integer index = 0;
  std::string cls, reason, record;
};

struct record_line {
  std::string record, status, outcome, cause;
  integer revision = 0;
};

struct trace {
  std::vector<event_line> events;
  std::vector<record_line> records;
  void write() const;
};

// The events of these facts, each with what its party was judged to be; once per record that it counts for.
std::vector<event_line> lines_of(tables&, const std::map<integer, std::vector<fact>>& by_party);

}  // namespace jembatan::ledger

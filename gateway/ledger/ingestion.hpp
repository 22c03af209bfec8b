#pragma once
// What one batch of messages does to the tables. Throws soci::soci_error.
#include "ledger/tables.hpp"

namespace jembatan::ledger {

// Messages that lie one after another in a partition.
struct message_batch {
  std::string name;                   // <topic>/<partition>/<offset of the first>, for the feed
  std::vector<arrival> arrivals;      // in the order of their offsets
  std::vector<std::int64_t> foreign;  // offsets of messages that are no events of ours
};

struct batch_report {
  std::map<std::string, integer> ingested;  // messages that were new, per source
  bool dirty = false;
};

batch_report store(tables&, const message_batch&);

struct position {
  std::string topic;
  integer part = 0;
  std::string epoch;
};
// 0 when nothing was read yet.
integer position_of(tables&, const position&);
// False when somebody else has moved it: this process is not the owner (any more).
bool move_position(tables&, const position&, integer from, integer to);

}  // namespace jembatan::ledger

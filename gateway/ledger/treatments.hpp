#pragma once
// How messages came to be (source, topic, type, mapping, reason), each kind stored once and named by a number in the
// rows of `raw`. Throws soci::soci_error.
#include <map>

#include "ledger/event.hpp"

namespace jembatan::ledger {

class treatment_table {
 public:
  explicit treatment_table(soci::session& session) : session_(session) {}
  // Stores it if it is new.
  integer id_of(const treatment&);

 private:
  soci::session& session_;
  std::map<treatment, integer> known_;
};

}  // namespace jembatan::ledger

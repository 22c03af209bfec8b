#pragma once
// What was tried of a delivery since its target was last known to hold the record: one row per claimed revision, with
// the record as it was then. SIASN recognises a row by what it says, so a write whose answer was lost can be found only
// by the words that it carried, and the record may say something else by now. Throws soci::soci_error.
#include "ledger/delivery_store.hpp"
#include "ledger/sql.hpp"

namespace jembatan::ledger {

class try_table {
 public:
  explicit try_table(soci::session& session) : session_(session) {}

  // With the claim, before any call: a process that dies has tried it.
  void begin(const std::string& delivery_id, integer revision, const std::string& record_json);
  // How what was begun has ended. Of what was never written nothing is kept.
  void end(const std::string& delivery_id, write_outcome);
  // The target is known to hold the record, or the delivery is gone.
  void forget(const std::string& delivery_id);

  // What was written before, oldest first.
  std::vector<earlier_try> of(const std::string& delivery_id);
  // Whether a write had no answer, so that the target may hold the record.
  bool any_open(const std::string& delivery_id);

 private:
  soci::session& session_;
};

}  // namespace jembatan::ledger

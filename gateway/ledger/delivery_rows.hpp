#pragma once
// The table of deliveries (SEMANTICS.md 6.2), and the watermarks that `waiting` ones wait for. Throws soci::soci_error.
#include <map>

#include "ledger/delivery_store.hpp"
#include "ledger/sql.hpp"

namespace jembatan::ledger {

struct delivery_row {
  delivery what;
  integer watermark = 0;  // which one wanted_revision waits for; 0 none any more
  integer previewed = 0;  // the revision whose request a dry run has shown
  // Not of this table: a write of it had no answer since the target was last known to hold it (delivery_tries.hpp).
  bool may_be_held = false;
};

// Columns of one row, for any SELECT over `delivery d`.
inline constexpr const char* delivery_columns =
    "d.delivery_id,d.record_id,d.target,d.person,d.training,d.state,d.wanted_revision,d.known_revision,d.remote_id,"
    "d.payload_digest,d.attempts,d.next_at,d.lease_until,d.reason,d.answer,d.request,d.changed_at,d.watermark,d."
    "previewed";
using delivery_tuple = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string, integer,
                                  integer, std::string, std::string, integer, integer, integer, std::string,
                                  std::string, std::string, integer, integer, integer>;
delivery_row delivery_from(const delivery_tuple&);

class delivery_table {
 public:
  explicit delivery_table(soci::session&);
  std::optional<delivery_row> find(const std::string& record_id, const std::string& target);
  std::optional<delivery_row> find(const std::string& delivery_id);
  // Rows of the record at targets that are configured or were.
  std::vector<delivery_row> of_record(const std::string& record_id);
  // What the person's other records are at the same target.
  std::vector<std::string> other_remote_ids(const delivery&);
  void store(const delivery_row&);
  void erase(const std::string& delivery_id);

 private:
  soci::session& session_;
  prepared<delivery_tuple, std::tuple<std::string, std::string>> select_;
  prepared<delivery_tuple, std::tuple<std::string>> select_by_id_;
  prepared<std::tuple<>, delivery_tuple> upsert_;
};

// What had been accepted when a record was evaluated: its deliveries wait until that is ingested, and then until every
// mark that was open at that moment is evaluated (SEMANTICS.md 6.1).
class watermark_table {
 public:
  explicit watermark_table(soci::session& session) : session_(session) {}
  using counts = std::map<std::string, std::uint64_t>;  // per source
  integer add(const counts&);
  bool any();
  // Moves on what can be moved, and returns how many deliveries became due.
  integer promote(integer last_mark, integer oldest_mark, time_point now);

 private:
  bool ingested(const std::string& accepted_json);
  soci::session& session_;
};

}  // namespace jembatan::ledger

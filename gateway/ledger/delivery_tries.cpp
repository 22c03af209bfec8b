#include "ledger/delivery_tries.hpp"

namespace jembatan::ledger {
namespace {

// Persisted; in order of what is feared more, which is what stays of several tries of one revision.
integer persisted(write_outcome o) {
  switch (o) {
    case write_outcome::none:
      return 0;
    case write_outcome::refused:
      return 1;
    case write_outcome::unknown:
      return 2;
  }
  return 2;
}

}  // namespace

void try_table::begin(const std::string& delivery_id, integer revision, const std::string& record_json) {
  change(session_,
         "INSERT INTO delivery_try(delivery_id,revision,record,begun,outcome) VALUES(:id,:revision,:record,1,0) "
         "ON CONFLICT(delivery_id,revision) DO UPDATE SET begun=1",
         delivery_id, revision, record_json);
}

void try_table::end(const std::string& delivery_id, write_outcome how) {
  const auto outcome = persisted(how);
  change(session_, "UPDATE delivery_try SET outcome=:outcome WHERE delivery_id=:id AND begun=1 AND outcome<:least",
         outcome, delivery_id, outcome);
  change(session_, "DELETE FROM delivery_try WHERE delivery_id=:id AND outcome=0", delivery_id);
  change(session_, "UPDATE delivery_try SET begun=0 WHERE delivery_id=:id", delivery_id);
}

void try_table::forget(const std::string& delivery_id) {
  change(session_, "DELETE FROM delivery_try WHERE delivery_id=:id", delivery_id);
}

std::vector<earlier_try> try_table::of(const std::string& delivery_id) {
  std::vector<earlier_try> all;
  for (const auto& [record, outcome] : select_all<std::tuple<std::string, integer>>(
           session_, "SELECT record,outcome FROM delivery_try WHERE delivery_id=:id AND outcome<>0 ORDER BY revision",
           delivery_id)) {
    all.push_back({record, outcome == persisted(write_outcome::unknown)});
  }
  return all;
}

bool try_table::any_open(const std::string& delivery_id) {
  return !select_all<std::tuple<integer>>(
              session_, "SELECT revision FROM delivery_try WHERE delivery_id=:id AND outcome=:unknown LIMIT 1",
              delivery_id, persisted(write_outcome::unknown))
              .empty();
}

}  // namespace jembatan::ledger

#pragma once
// Training records, one row per (training, person) that holds the newest revision. Throws soci::soci_error.
#include "ledger/sql.hpp"
#include "training/record.hpp"

namespace jembatan::ledger {

class record_table {
 public:
  explicit record_table(soci::session&);
  std::optional<training::record> find(const std::string& training, const std::string& person);
  void store(const training::record&, integer feed_n, time_point now);
  // The row in the feed of its newest revision; 0 when there is none.
  integer feed_n_of(const std::string& record_id);
  std::vector<std::string> trainings_of(const std::string& person);
  std::vector<std::string> persons_in(const std::string& training);
  // All that are not withdrawn, as (training, person).
  std::vector<std::pair<std::string, std::string>> standing();

 private:
  soci::session& session_;
  prepared<std::tuple<std::string>, std::tuple<std::string, std::string>> select_;
  prepared<std::tuple<integer>, std::tuple<std::string>> select_feed_n_;
  prepared<std::tuple<>, std::tuple<std::string, std::string, std::string, integer, std::string, std::string,
                                    std::string, integer, integer>>
      upsert_;
};

}  // namespace jembatan::ledger

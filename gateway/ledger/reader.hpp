#pragma once
// Short reads on a connection of their own, beside the writer: each question is one statement over a committed state.
// Safe from any thread.
#include <map>
#include <memory>
#include <mutex>

#include "ledger/ledger.hpp"
#include "ledger/sql.hpp"

namespace jembatan::ledger {

class reader {
 public:
  static result<std::shared_ptr<reader>> open(const options&);

  result<integer> position(const std::string& topic, integer part);
  result<std::map<std::string, class_counts>> counts();
  result<integer> dirty();
  result<std::vector<std::string>> records_json(const std::string& training, const std::string& person,
                                                std::size_t limit, const std::string& after);
  result<std::vector<std::string>> lulus_json();  // of all that are not withdrawn
  result<std::vector<held_item>> held(std::size_t limit);
  result<std::vector<assignment>> assignments(std::size_t limit);
  result<std::vector<delivery>> list_deliveries(const std::string& target, const std::string& state, std::size_t limit);
  result<std::optional<delivery>> find_delivery(const std::string& id);
  using table = std::map<std::string, std::map<std::string, std::int64_t>>;
  result<table> delivery_counts();
  result<table> record_counts();                              // status, outcome
  result<std::map<std::string, std::int64_t>> held_counts();  // events per reason
  result<std::vector<training::person_row>> people(std::size_t limit, const std::string& after);
  result<std::vector<feed_row>> feed(integer after, std::size_t limit);
  result<eventlog::slice> records_from(std::int64_t from, eventlog::read_limit);
  std::string digest_in_force(const std::string& register_name);
  result<target_state> state_of(const std::string& target);
  result<std::optional<time_point>> next_due(const std::string& target);

 private:
  explicit reader(const options&);
  template <class Row, class... Arguments>
  result<std::vector<Row>> ask(const char* doing, const std::string& text, const Arguments&... values) {
    const std::lock_guard lock(mutex_);
    return guarded(doing, [&]() -> result<std::vector<Row>> { return select_all<Row>(session_, text, values...); });
  }
  result<table> two_level(const char* doing, const std::string& text);

  std::mutex mutex_;
  soci::session session_;
};

}  // namespace jembatan::ledger

#pragma once
// All tables over the writer's one session, and the transaction that works on them. Nothing below this knows of
// threads.
#include <functional>
#include <memory>
#include <mutex>

#include "ledger/balance.hpp"
#include "ledger/config.hpp"
#include "ledger/delivery_rows.hpp"
#include "ledger/delivery_tries.hpp"
#include "ledger/facts.hpp"
#include "ledger/feed.hpp"
#include "ledger/marks.hpp"
#include "ledger/parties.hpp"
#include "ledger/raw_events.hpp"
#include "ledger/records.hpp"
#include "ledger/register_tables.hpp"
#include "ledger/relations.hpp"

namespace jembatan::ledger {

struct tables {
  explicit tables(soci::session&);
  tables(const tables&) = delete;
  tables& operator=(const tables&) = delete;

  soci::session& session;
  balance_table balance;
  mark_table marks;
  raw_table raw;
  fact_table facts;
  party_table parties;
  relation_table relations;
  occurrence_table occurrences;
  feed_table feed;
  record_table records;
  delivery_table deliveries;
  try_table tries;
  watermark_table watermarks;
  register_tables registers;
};

// What a transaction is for.
struct occasion {
  const char* doing = "";  // for the error's text and the names of failpoints
  time_point now;
  time_point marks_due;             // marks that it sets may be claimed from then on
  std::string cause = "event";      // of its marks (SEMANTICS.md 6.5): event reload import timer
  std::function<void()> then = {};  // after the commit and before anybody else's transaction
};

class writer {
 public:
  // Opens or creates the file and brings its schema up to date.
  static result<std::unique_ptr<writer>> open(const options&);

  // Runs body(tables&) -> result<T> in one transaction. Rolled back when it fails or body returns an error. Safe from
  // any thread; not from within a body.
  template <class Body>
  auto transact(const occasion& what, Body&& body) -> decltype(body(std::declval<tables&>())) {
    const std::lock_guard lock(mutex_);
    auto outcome = guarded(what.doing, [&]() -> decltype(body(std::declval<tables&>())) {
      begin(what);
      auto inner = body(*tables_);
      if (inner.has_value()) commit(what);
      return inner;
    });
    if (outcome.has_error()) {
      abandon();
    } else if (what.then) {
      what.then();
    }
    return outcome;
  }

 private:
  explicit writer(const options&);
  void begin(const occasion&);
  void commit(const occasion&);
  // Statements and what tables remember may be those of the failed transaction: both are made anew.
  void abandon();

  std::mutex mutex_;
  soci::session session_;
  std::unique_ptr<tables> tables_;
};

}  // namespace jembatan::ledger

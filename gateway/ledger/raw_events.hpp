#pragma once
// One row per message of a raw event, by (receipt, index, number): tells our own redelivery from a sender's duplicate,
// holds the class, and moves the terms of the equation (SEMANTICS.md 2.3, 2.4). Throws soci::soci_error.
#include <map>

#include "ledger/balance.hpp"
#include "ledger/event.hpp"
#include "ledger/marks.hpp"
#include "ledger/treatments.hpp"

namespace jembatan::ledger {

// Where a raw event arrived.
struct raw_place {
  integer journal = 0, seq = 0, ix = 0;
  auto operator<=>(const raw_place&) const = default;
};

class raw_table {
 public:
  raw_table(soci::session&, balance_table&, mark_table&);

  raw_place place(const arrival&);
  // The receipt of what lies there.
  receipt receipt_of(const raw_place&);
  // Stores the message with its class, or finds that it was here before in this generation or a higher one: false. A
  // higher generation takes the place of the lower one, whose parties become dirty.
  bool arrive(const arrival&, const raw_place&, event_class);
  void set_class(const std::string& source, const raw_place&, integer n, integer facts, event_class from,
                 event_class to);

 private:
  struct known_row {
    integer n, g;
    event_class cls;
    event_kind kind;
    integer key;
  };
  std::vector<known_row> rows(const raw_place&);
  bool insert(const arrival&, const raw_place&, event_class);
  bool arrive_among_others(const arrival&, const raw_place&, event_class);

  soci::session& session_;
  balance_table& balance_;
  mark_table& marks_;
  std::map<std::pair<std::string, std::string>, integer> journals_;
  treatment_table treatments_;
  prepared<std::tuple<>, std::tuple<integer, integer, integer, integer, integer, integer, std::string, integer, integer,
                                    integer, integer, integer, integer, integer>>
      insert_;
  prepared<std::tuple<integer, integer, std::string, integer, integer>, std::tuple<integer, integer, integer>> select_;
  prepared<std::tuple<>, std::tuple<std::string, integer, integer, integer, integer>> update_;
};

}  // namespace jembatan::ledger

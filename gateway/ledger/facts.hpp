#pragma once
// Slim facts, clustered by the key that evaluation reads them by. Everything that evaluation derives can be derived
// from them again. Throws soci::soci_error.
#include "ledger/raw_events.hpp"

namespace jembatan::ledger {

struct fact {
  integer h = 0, l = 0, n = 0;
  integer d = 0;
  event_kind kind = event_kind::unmapped;
  time_point time, at;
  std::string slim;
  raw_place from;
  bool counts = true;    // no higher generation of its event is known (SEMANTICS.md 1.5)
  bool has_raw = false;  // its raw event's row is here, and in this fact's generation
  event_class raw_class = event_class::evaluating;
  integer raw_facts = 1;
};

class fact_table {
 public:
  explicit fact_table(soci::session&);
  // False when the same content is there already: a duplicate.
  bool insert(const arrival&, const raw_place&);
  // All of a key, by event and number.
  std::vector<fact> of(integer key);

 private:
  prepared<std::tuple<>, std::tuple<integer, integer, integer, integer, integer, integer, integer, integer, integer,
                                    integer, integer, integer, std::string>>
      insert_;
  prepared<std::tuple<>, std::tuple<integer, integer, integer>> supersede_;
  prepared<std::tuple<integer, integer, integer, integer, integer, integer, integer, integer, std::string, integer,
                      integer, integer, integer, std::string, integer, integer>,
           std::tuple<integer>>
      select_;
};

// Per event and number the variant with the latest time, for scores then the higher one, then the greatest digest
// (SEMANTICS.md 1.4), of those that count.
std::vector<const fact*> winners(const std::vector<fact>&);

}  // namespace jembatan::ledger

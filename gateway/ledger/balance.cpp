#include "ledger/balance.hpp"

namespace jembatan::ledger {

balance_table::balance_table(soci::session& session)
    : add_(session,
           "INSERT INTO balance(source,class,n) VALUES(:source,:class,:n) "
           "ON CONFLICT(source,class) DO UPDATE SET n=balance.n+excluded.n") {}

void balance_table::flush() {
  for (const auto& [term, n] : moved_) {
    if (n != 0) add_.run(term.first, term.second, n);
  }
  moved_.clear();
}

}  // namespace jembatan::ledger

#include "sqlite/transaction.hpp"

#include <utility>

#include "base/failpoint.hpp"

namespace jembatan::sqlite {

result<transaction> transaction::begin(database& d) {
  JB_CHECK(d.begin());
  return transaction(d);
}

transaction::transaction(transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}

transaction::~transaction() {
  rollback();
}

result<void> transaction::commit() {
  if (database_ == nullptr) return error{errc::invalid, "commit of a transaction that has ended"};
  JB_FAILPOINT("sqlite.before_commit");
  auto outcome = database_->commit();
  JB_FAILPOINT("sqlite.after_commit");
  if (outcome.has_error()) {
    rollback();
    return outcome;
  }
  database_ = nullptr;
  return {};
}

void transaction::rollback() {
  auto* d = std::exchange(database_, nullptr);
  if (d == nullptr) return;
  // SQLite has rolled back by itself after some failures; then there is nothing to undo.
  if (d->in_transaction()) static_cast<void>(d->execute("ROLLBACK"));
}

}  // namespace jembatan::sqlite

#pragma once
// BEGIN IMMEDIATE until commit(); the destructor rolls back what was not committed. Must not outlive the connection.
#include "sqlite/database.hpp"

namespace jembatan::sqlite {

class transaction {
 public:
  // unavailable when another connection writes for longer than the busy time-out.
  static result<transaction> begin(database&);
  transaction(transaction&& other) noexcept;
  transaction& operator=(transaction&&) = delete;
  ~transaction();

  // After a failure the transaction is rolled back; with io it is unknown whether the rows come back after a restart.
  result<void> commit();
  void rollback();

 private:
  explicit transaction(database& d) : database_(&d) {}
  database* database_;
};

}  // namespace jembatan::sqlite

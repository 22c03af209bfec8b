#pragma once
// The registers and the catalogue as tables. Throws soci::soci_error.
#include <map>
#include <memory>
#include <set>

#include "ledger/in_force.hpp"
#include "ledger/sql.hpp"

namespace jembatan::ledger {

// When a training begins to have records and when they are final. `started` and `finalised` remember that the instant
// was reached, so that a clock that is stepped back unmakes nothing.
struct term {
  time_point starts_at, final_at;
  bool started = false, finalised = false;
};

class register_tables {
 public:
  explicit register_tables(soci::session& session) : session_(session) {}

  // Empty when nothing of that name is in force.
  std::string digest_of(const std::string& name);
  void put_in_force(const std::string& name, const std::string& digest, const std::string& actor, time_point now);

  std::unique_ptr<const in_force> load();
  // All rows of the person are replaced by these.
  void replace_person(const std::string& person, const std::vector<training::person_row>&);
  void replace_accounts(const std::string& person, const std::vector<training::account_row>&);

  void store_certificate(const training::certificate_row&);
  void erase_certificate(const std::string& training, const std::string& person);

  void store_training(const training::programme&, const term&);
  void erase_training(const std::string& id);
  std::optional<term> term_of(const std::string& id);
  void store_term(const std::string& id, const term&);
  std::map<std::string, term> terms();
  // Trainings that have begun, or have become final, since anybody looked.
  std::map<std::string, term> due_terms(time_point now, integer most);
  std::optional<time_point> next_term();

 private:
  soci::session& session_;
};

// Storage form; round-trips.
std::string programme_to_json(const training::programme&);
result<training::programme> programme_from_json(std::string_view);

}  // namespace jembatan::ledger

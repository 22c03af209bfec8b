#pragma once
// The questions of `jembatan explain`, on a connection of its own: a long look keeps neither a stage nor `status`
// waiting. Each answer is of one committed state. Safe from any thread; one asks at a time.
#include <memory>
#include <mutex>

#include "ledger/config.hpp"
#include "ledger/sql.hpp"
#include "ledger/story.hpp"

namespace jembatan::ledger {

class inquiry {
 public:
  static result<std::unique_ptr<inquiry>> open(const options&);

  // Every message that came with the receipt; empty when the ledger has none.
  result<std::vector<message_story>> of_receipt(const receipt&);
  // Every arrival of the event whose id begins with these 16 bytes (hex).
  result<std::vector<message_story>> of_event(const std::string& id);
  // What is or was held together under this id.
  result<std::vector<message_story>> of_hold(const std::string& id);
  result<std::optional<record_story>> of_record(const std::string& id);

 private:
  explicit inquiry(const options&);
  template <class Body>
  auto look(Body&& body) -> decltype(body());

  std::vector<message_story> messages(const std::string& where, integer a, integer b);
  void add_fact(message_story&, integer key, integer h);
  void add_party(message_story&, integer key);
  using step_tuple = std::tuple<integer, integer, std::string, std::string, std::string, integer, std::string, integer>;
  step step_from(const step_tuple&);
  std::vector<step> revisions(integer newest);
  std::vector<step> steps_of_delivery(const std::string& id);
  std::optional<receipt> receipt_of(integer journal, integer sequence);
  void add_events(record_story&, const std::string& training, const std::string& person);

  std::mutex mutex_;
  soci::session session_;
};

}  // namespace jembatan::ledger

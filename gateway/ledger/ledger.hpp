#pragma once
// The system of record: facts, people, trainings, records, what targets hold, and the append-only feed of everything
// that happened, in SQL (SOCI; SQLite here). Two stages work on it: ingest moves the position in the event log and
// stores slim facts; evaluate derives who and what, and writes records (DESIGN.md "Ledger"). Thread-safe: one writer
// connection behind a mutex, short reads on another one. What survives a crash: every transaction that returned;
// positions move with their effects.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/random.hpp"
#include "base/stage.hpp"
#include "eventlog/event_log.hpp"
#include "ledger/config.hpp"
#include "ledger/delivery_store.hpp"
#include "ledger/held.hpp"
#include "ledger/register_set.hpp"
#include "ledger/story.hpp"
#include "metrics/registry.hpp"
#include "training/record.hpp"

namespace jembatan::ledger {

// Which records a target takes (section `targets`), as far as the ledger must know.
struct target_rule {
  std::string id;
  std::optional<date> deliver_from;   // the training ended on or after it
  std::vector<std::string> outcomes;  // "lulus" ...
};

// Where the ledger asks how far the doors are: accepted raw events per source on this node (SEMANTICS.md 6.1).
using accepted_counts = std::function<std::map<std::string, std::uint64_t>()>;

// The classes of SEMANTICS.md 2.2, in raw events.
struct class_counts {
  std::uint64_t ingested = 0, recorded = 0, held = 0, ignored = 0, unmapped = 0, duplicate = 0, dead = 0,
                evaluating = 0;
};

struct in_force;

class ledger {
 public:
  // Opens or creates the file, migrates its schema. unsupported when the schema is newer than this binary; corrupt when
  // the file is damaged; invalid when its positions belong to another event log (the message says the remedy).
  static result<std::unique_ptr<ledger>> open(const options&, eventlog::event_log&, const clock&, random_source&,
                                              metrics::registry&);
  virtual ~ledger() = default;

  // In force at once: targets that may receive records, and where accepted events are counted. Before the stages run.
  virtual void set_targets(std::vector<target_rule>) = 0;
  virtual void set_accepted_counts(accepted_counts) = 0;

  // Registers (SEMANTICS.md 7): whole or refused whole. Without effect when the digest is in force already. More than
  // `allow_removals` removed rows are refused (invalid) unless nothing was in force before. Everybody and everything
  // that the difference touches is marked dirty, which is how holds are released.
  virtual result<import_report> import_people(const register_file&, std::vector<training::person_row>,
                                              std::int64_t allow_removals) = 0;
  virtual result<import_report> import_accounts(const register_file&, std::vector<training::account_row>,
                                                std::int64_t allow_removals) = 0;
  virtual result<import_report> import_trainings(const register_file&, std::vector<training::programme>,
                                                 std::int64_t allow_removals) = 0;
  // All of them, or none: one transaction. The failure names the register that is refused.
  virtual result<import_reports> import_registers(register_set, std::int64_t allow_removals) = 0;
  // What an import would change; changes nothing, and asks for no leave to remove.
  virtual result<import_reports> compare_registers(register_set) = 0;
  virtual std::string digest_in_force(std::string_view register_name) = 0;

  virtual stage& ingest() = 0;
  virtual stage& evaluate() = 0;
  virtual delivery_store& deliveries() = 0;
  virtual eventlog::topic_view& records_topic() = 0;

  // Called after a transaction that made work for another stage (from that transaction's thread): wake-ups.
  virtual void on_dirty(std::function<void()>) = 0;
  virtual void on_due(std::function<void()>) = 0;

  // Questions, each one short read.
  virtual result<std::map<std::string, class_counts>> counts() = 0;  // per source
  // Whether ingest has read everything that the event log holds: ingested must equal published then (SEMANTICS.md 2.4).
  virtual result<bool> drained() = 0;
  // Why a stage does not get on; nothing while both do. For /readyz.
  virtual std::optional<std::string> trouble() = 0;
  virtual result<std::int64_t> position(std::string_view topic) = 0;  // where ingest reads on in it
  virtual result<std::int64_t> dirty() = 0;                           // open marks of any cause
  virtual result<std::vector<std::string>> records_json(std::string_view training, std::string_view person,
                                                        std::size_t limit, std::string_view after_record_id) = 0;
  virtual result<std::vector<held_item>> held(std::size_t limit) = 0;
  virtual result<std::vector<assignment>> assignments(std::size_t limit) = 0;
  virtual result<std::vector<jp_row>> jp(int year) = 0;  // everybody in the register, and whoever has a record
  virtual result<std::vector<delivery>> list_deliveries(std::string_view target, std::string_view state,
                                                        std::size_t limit) = 0;
  virtual result<std::optional<delivery>> find_delivery(std::string_view delivery_id) = 0;
  virtual result<std::map<std::string, std::map<std::string, std::int64_t>>> delivery_counts() = 0;  // target, state
  virtual result<std::vector<training::person_row>> people(std::size_t limit, std::string_view after) = 0;
  virtual std::shared_ptr<const in_force> registers() = 0;  // all that is in force, as one value
  virtual result<std::vector<feed_row>> feed(std::int64_t after, std::size_t limit) = 0;

  // For `jembatan explain`; what is not known is empty. `event_id`: 32 hex digits; `hold_id`, `record_id`: whole.
  virtual result<std::vector<message_story>> explain_receipt(const receipt&) = 0;
  virtual result<std::vector<message_story>> explain_event(const std::string& event_id) = 0;
  virtual result<std::vector<message_story>> explain_hold(const std::string& hold_id) = 0;
  virtual result<std::optional<record_story>> explain_record(const std::string& record_id) = 0;

  // An operator's word on who is held under this id (SEMANTICS.md 3.4): it decides before everything else until it is
  // taken back. not_found: no such hold, or no assignment; invalid: nobody of that id is in the register.
  virtual result<void> assign(std::string_view hold_id, std::string_view person, std::string_view actor) = 0;
  virtual result<void> unassign(std::string_view hold_id, std::string_view actor) = 0;

  // Takes a delivery out of `parked` (or back to `due` from anywhere but `sending` and `done`), attempts at 0.
  virtual result<void> retry_delivery(std::string_view delivery_id, std::string_view actor) = 0;
};

}  // namespace jembatan::ledger

#pragma once
// What each target should hold and is known to hold, per record (SEMANTICS.md 6.2): the table that evaluation writes
// and delivery works off. An interface, so that delivery can be tested without SQL. Every call is one transaction.
// Thread-safe.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"

namespace jembatan::ledger {

// Persisted as text; never rename.
enum class delivery_state { waiting, due, sending, unknown, parked, awaiting_receipt, staged, done };
std::string_view to_text(delivery_state);
std::optional<delivery_state> delivery_state_from(std::string_view);

// A reason that decides what an operator's retry does: the row with remote_id is not at the target any more, and only
// the retry forgets the id, so that the record is made anew.
inline constexpr std::string_view remote_row_gone = "remote_row_gone";

struct delivery {
  std::string delivery_id;  // random, for the feed and for `jembatan deliveries show`
  std::string record_id;
  std::string target;
  std::string person_id;
  std::string training_id;
  delivery_state state = delivery_state::waiting;
  std::int64_t wanted_revision = 0;  // the revision that the target should hold
  std::int64_t known_revision = 0;   // the revision that it is known to hold; 0 none
  std::string remote_id;             // the target's own id of it
  std::string payload_digest;        // of the payload that it is known to hold, hex
  std::int64_t attempts = 0;         // burnt since the last success or the last change of wanted_revision
  time_point next_at;                // not before
  time_point lease_until;            // of `sending`
  std::string reason;                // code: why it waits or is parked
  std::string answer;                // the target's last answer, shortened
  std::string request;  // dry run: the exact request that would be sent (personal: shown to operators only)
  time_point changed_at;
};

// A revision of the record that was written, or may have been, since the target was last known to hold it.
struct earlier_try {
  std::string record_json;  // training-record/1
  bool open = false;        // a write had no answer: the target may hold it
};

// A claimed delivery with what has to be sent.
struct job {
  delivery what;
  std::string record_json;               // training-record/1 of wanted_revision
  std::vector<earlier_try> tried = {};   // oldest first
  std::vector<std::string> others = {};  // remote ids of the person's other records at this target
};

// How the write of an attempt ended that did not bring the record to the target.
enum class write_outcome { none, refused, unknown };

// How one attempt ended.
struct settlement {
  std::string delivery_id;
  std::int64_t lease_revision = 0;  // wanted_revision of the job: what was worked on
  delivery_state next = delivery_state::due;
  bool burn = false;  // one of the attempts is used up
  write_outcome write = write_outcome::none;
  std::optional<std::int64_t> known_revision;  // set when the target is known to hold it now
  std::optional<std::string> remote_id;
  std::optional<std::string> payload_digest;
  time_point next_at;
  std::string reason;
  std::string answer;
  std::string request;
  std::string act;  // of the feed: delivery.ok | delivery.fail | delivery.unknown | delivery.park; empty leaves no row
  std::string out;  // of the feed: ok | fail:<stable_code>
};

struct target_state {
  std::string target;
  bool parked = false;  // until `park_token` changes (a digest of the secret files) or it is resumed
  std::string reason;
  std::string park_token;
  time_point since;
};

class delivery_store {
 public:
  virtual ~delivery_store() = default;

  // One delivery of the target that is `due`, or `unknown`, with next_at <= now, and none of whose person's other
  // deliveries of the target is `sending` (a lane per person). It is `sending` with a lease when this returns,
  // committed, and the feed has its delivery.intent; job.what.state says what it was before, so that an unknown outcome
  // is read back whatever its reason says. An expired lease in `sending` has become `unknown` before, never `due`, and
  // its revision counts as tried. job.tried is kept until a settlement says what the target holds.
  // After the wall time was stepped back nothing waits for the length of the step: what was written by a time that is
  // yet to come may be taken at once, and a lease that ends more than two leases from now is over.
  virtual result<std::optional<job>> claim(std::string_view target, time_point now, duration lease) = 0;

  // Like claim() for a dry run: leaves the state `due` and returns one whose wanted revision has not been previewed
  // yet.
  virtual result<std::optional<job>> claim_preview(std::string_view target, time_point now) = 0;

  // Writes how it ended, with its row in the feed. Where wanted_revision has grown meanwhile, a `done` becomes `due`
  // again.
  virtual result<void> settle(const settlement&, time_point now) = 0;

  // When the next due or leased delivery of the target comes up; nothing when there is none.
  virtual result<std::optional<time_point>> next_due(std::string_view target) = 0;

  virtual result<target_state> state_of(std::string_view target) = 0;
  virtual result<void> park_target(std::string_view target, std::string reason, std::string token, time_point now) = 0;
  virtual result<void> resume_target(std::string_view target, time_point now) = 0;
};

}  // namespace jembatan::ledger

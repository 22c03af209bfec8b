#pragma once
// What the ledger tells of one receipt, event or record, for `jembatan explain`. Identifiers of people are the
// register's own (person_id); names, NIP and e-mail are not in here, but a record's JSON and a target's answers may
// hold them.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/receipt.hpp"
#include "base/time.hpp"
#include "ledger/delivery_store.hpp"

namespace jembatan::ledger {

// One message of a raw event, and what became of it. Empty texts: not known, or not kept by the version that stored it.
struct message_story {
  receipt from;
  std::int64_t index = 0;       // of the raw event within its body
  std::int64_t n = 0;           // of the message
  std::int64_t facts = 1;       // messages of the raw event
  std::int64_t generation = 0;  // SEMANTICS.md 1.5
  std::string event;            // the first 32 (16 when no fact is left) hex digits of the event's id
  std::string cls;              // SEMANTICS.md 2.2, "evaluating" while a mark of it is open
  std::string source, topic, type, mapping, raw_type;
  std::int64_t partition = 0, position = -1;
  time_point logged_at;
  std::optional<time_point> time, at;  // of its fact: the event's own, and when the act happened
  std::optional<receipt> first;        // of a duplicate: where the event had come from before
  std::string reason, field;           // why it is dead, ignored or held
  std::string hold;                    // id of its hold, also after its release
  std::string person;
  std::vector<std::string> trainings;
  std::vector<std::string> records;
};

// A row of the feed about a record or a delivery.
struct step {
  std::int64_t n = 0;
  time_point at;
  std::string act, actor, out;
  std::int64_t revision = 0;
  std::string detail;              // JSON object, or empty
  std::optional<receipt> because;  // the last event that led to it
};

struct delivery_story {
  delivery what;
  std::vector<step> steps;
};

struct record_story {
  std::string record_json;
  std::vector<step> revisions;
  std::vector<delivery_story> deliveries;
  std::vector<message_story> events;  // that its person's connections are made of
  bool more_events = false;           // there are more than are listed
};

}  // namespace jembatan::ledger

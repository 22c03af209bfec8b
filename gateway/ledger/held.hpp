#pragma once
// What waits for a person's decision, and what operators decided (SEMANTICS.md 2.5, 3.4). Plain values.
#include <cstdint>
#include <string>

#include "base/time.hpp"

namespace jembatan::ledger {

struct held_item {  // one connection, or one activity's party
  std::string id, reason, source, training, meeting_id;
  std::string party_json;  // as the source names it
  std::string hint;
  std::int64_t events = 0;
  time_point since;
  std::string activity{}, course{};  // of a learning system
};

struct feed_row {
  std::int64_t n = 0;
  time_point at;
  std::string act, actor, src, ref, out;
  std::int64_t revision = 0, count = 0;
};

// An operator's word that a party is this person: a connection, a registration, or all that an account of a learning
// system does.
struct assignment {
  std::string id;  // of the hold that it mended
  std::string source, account, connection;
  std::string hint;
  std::string person;
  std::string actor;
  time_point at;
};

// JP of one person in one year, of records whose outcome is lulus (SEMANTICS.md 5.5).
struct jp_row {
  std::string person_id, nip, nama, kode_opd;  // as on the last day of the year
  std::int64_t final_jp = 0;
  std::int64_t provisional_jp = 0;  // of trainings that may still change
};

}  // namespace jembatan::ledger

#pragma once
// Which raw event a Zoom body is: the same for every delivery of it, whatever its white space and key order
// (SEMANTICS.md 1.1, 1.2). Pure.
#include <string_view>

#include "base/hex.hpp"
#include "zoom/envelope.hpp"

namespace jembatan::zoom {

// SHA-256 over the source's id and the pieces of the natural key, each preceded by its length.
//   participant event   event | object.uuid | participant_uuid, else id, registrant or customer key | user_id |
//                       join_time, leave_time or date_time, else event_ts
//   other events        event | object.uuid, else object.id | registrant.id | event_ts
//   chat, sharing, and what has no such key (malformed, or a guest of whom Zoom says nothing)   the raw bytes
// `e` is what read_envelope() made of the body; null when that failed.
digest identity(std::string_view source, const envelope* e, std::string_view body);

digest identity(std::string_view source, std::string_view body);

}  // namespace jembatan::zoom

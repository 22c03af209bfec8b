#pragma once
// CloudEvents 1.0, structured JSON (INTERFACES.md 4): the envelope around the data of every message that the pump
// appends. Pure.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "normalise/plan.hpp"

namespace jembatan::normalise {

// The same names as in eventlog/event_log.hpp, which normalise does not see.
inline constexpr std::string_view events_topic = "training.events.v1";
inline constexpr std::string_view deadletter_topic = "training.deadletter.v1";

inline constexpr std::string_view unused_type = "id.go.asn.training.event.unused.v1";
inline constexpr std::string_view dead_type = "id.go.asn.training.event.dead.v1";

struct envelope {
  std::string_view type;
  std::string_view subject;  // empty: left out
  std::int64_t time_ms = 0;
  std::string_view mapping;  // empty: left out
  std::uint32_t number = 0;  // of the message among those of its raw event
  std::uint32_t facts = 1;   // how many messages the raw event has
};

// "<64 hex>-<number>"
std::string event_id(const digest&, std::uint32_t number);

// Everything up to and including "data": the data and a closing brace follow.
void begin_event(std::string& out, const raw_event&, const envelope&);

// What no mapping wants, or one ignores on purpose.
emitted unused_event(const raw_event&, std::int64_t time_ms, std::string_view mapping, std::string_view disposition,
                     std::string_view raw_type, std::string_view reason);

// What cannot be mapped: reason and field, no body (SEMANTICS.md 2.1).
emitted dead_event(const raw_event&, std::int64_t time_ms, std::string_view mapping, std::string_view reason,
                   std::string_view field);

}  // namespace jembatan::normalise

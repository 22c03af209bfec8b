#pragma once
// What the source itself reads of a Zoom body: the event's name and what makes its natural key (SEMANTICS.md 1.2).
// Everything else is left to the mappings. Pure.
#include <optional>
#include <string_view>

#include "base/picked_texts.hpp"

namespace jembatan::zoom {

enum class slot {
  event,
  event_ts,
  plain_token,  // payload.plainToken, of endpoint.url_validation
  uuid,         // payload.object.uuid: the occurrence
  id,           // payload.object.id: a number or a string, equal here
  participant_uuid,
  participant_id,
  participant_registrant,
  customer_key,
  user_id,
  join_time,
  leave_time,
  date_time,
  registrant,  // payload.object.registrant.id
};

// Scalars as text: absent, null and "" are the same (facts/zoom.md 3.2).
class envelope {
 public:
  std::string_view at(slot s) const { return texts_.at(static_cast<std::size_t>(s)); }
  bool has_participant() const { return has_participant_; }

 private:
  friend std::optional<envelope> read_envelope(std::string_view);
  picked_texts<14> texts_;
  bool has_participant_ = false;
};

// Nothing if it is no JSON object, nested deeper than 32, or no UTF-8.
std::optional<envelope> read_envelope(std::string_view body);

}  // namespace jembatan::zoom

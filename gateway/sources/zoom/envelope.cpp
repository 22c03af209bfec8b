#include "zoom/envelope.hpp"

#include "base/json_picker.hpp"

namespace jembatan::zoom {
namespace {

constexpr std::size_t depth_limit = 32;

// Where in the document the parser is: only objects on the way to a slot have a name.
enum class place : unsigned char { outside, root, payload, object, participant, registrant, elsewhere };

struct member {
  place in;
  std::string_view key;
  slot what;
};
constexpr member members[] = {
    {place::root, "event", slot::event},
    {place::root, "event_ts", slot::event_ts},
    {place::payload, "plainToken", slot::plain_token},
    {place::object, "uuid", slot::uuid},
    {place::object, "id", slot::id},
    {place::participant, "participant_uuid", slot::participant_uuid},
    {place::participant, "id", slot::participant_id},
    {place::participant, "registrant_id", slot::participant_registrant},
    {place::participant, "customer_key", slot::customer_key},
    {place::participant, "user_id", slot::user_id},
    {place::participant, "join_time", slot::join_time},
    {place::participant, "leave_time", slot::leave_time},
    {place::participant, "date_time", slot::date_time},
    {place::registrant, "id", slot::registrant},
};

struct shape {
  using place = zoom::place;

  static place child(place in, std::string_view key) {
    switch (in) {
      case place::root:
        return key == "payload" ? place::payload : place::elsewhere;
      case place::payload:
        return key == "object" ? place::object : place::elsewhere;
      case place::object:
        if (key == "participant") return place::participant;
        return key == "registrant" ? place::registrant : place::elsewhere;
      default:
        return place::elsewhere;
    }
  }
  static int slot(place in, std::string_view key) {
    for (const auto& m : members)
      if (m.in == in && m.key == key) return static_cast<int>(m.what);
    return -1;
  }
  void entered(place here) { has_participant = has_participant || here == place::participant; }

  bool has_participant = false;
};

}  // namespace

std::optional<envelope> read_envelope(std::string_view body) {
  envelope e;
  shape s;
  if (pick_texts<depth_limit>(body, s, e.texts_) != picked::object) return std::nullopt;
  e.has_participant_ = s.has_participant;
  return e;
}

}  // namespace jembatan::zoom

#include "zoom/identity.hpp"

#include <initializer_list>

#include "crypto/sha256.hpp"

namespace jembatan::zoom {
namespace {

digest framed(std::string_view source, std::initializer_list<std::string_view> pieces) {
  crypto::sha256_hasher h;
  h.update_framed(source);
  for (const auto p : pieces) h.update_framed(p);
  return h.finish();
}

// Zoom gives these no id: one person writes twice in a second, and shares several things at once.
bool has_no_key(std::string_view event) {
  return event.find("chat_message") != std::string_view::npos || event.find("sharing_") != std::string_view::npos;
}

std::string_view first_of(const envelope& e, std::initializer_list<slot> slots) {
  for (const auto s : slots)
    if (const auto v = e.at(s); !v.empty()) return v;
  return {};
}

}  // namespace

digest identity(std::string_view source, const envelope* e, std::string_view body) {
  if (e == nullptr || e->at(slot::event).empty() || has_no_key(e->at(slot::event))) return framed(source, {body});
  if (e->has_participant()) {
    const auto who =
        first_of(*e, {slot::participant_uuid, slot::participant_id, slot::participant_registrant, slot::customer_key});
    const auto leg = e->at(slot::user_id);
    // Two guests before the host, of whom nothing but a name is known, must not become one event.
    if (who.empty() && leg.empty()) return framed(source, {body});
    const auto when = first_of(*e, {slot::join_time, slot::leave_time, slot::date_time, slot::event_ts});
    return framed(source, {e->at(slot::event), e->at(slot::uuid), who, leg, when});
  }
  const auto what = first_of(*e, {slot::uuid, slot::id});
  if (what.empty()) return framed(source, {body});
  return framed(source, {e->at(slot::event), what, e->at(slot::registrant), e->at(slot::event_ts)});
}

digest identity(std::string_view source, std::string_view body) {
  const auto e = read_envelope(body);
  return identity(source, e ? &*e : nullptr, body);
}

}  // namespace jembatan::zoom

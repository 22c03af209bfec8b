#include "xapi/identity.hpp"

#include <algorithm>
#include <initializer_list>

#include "crypto/sha256.hpp"
#include "crypto/uuid.hpp"

namespace jembatan::xapi {
namespace {

// Never to change: the UUIDs that senders were answered depend on it.
constexpr crypto::uuid_bytes name_space{0x6a, 0x65, 0x6d, 0x62, 0x61, 0x74, 0x41, 0x6e,
                                        0x8d, 0x3c, 0x5f, 0x1b, 0x90, 0x27, 0xe4, 0x62};

digest framed(std::string_view source, std::initializer_list<std::string_view> pieces) {
  crypto::sha256_hasher h;
  h.update_framed(source);
  for (const auto p : pieces) h.update_framed(p);
  return h.finish();
}

std::string lower(std::string_view text) {
  std::string copy(text);
  std::transform(copy.begin(), copy.end(), copy.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return copy;
}

name derived(const digest& identity) {
  return {identity, crypto::uuid_v5(name_space, to_hex(identity)), true};
}

digest by_key(std::string_view source, const statement& s) {
  const auto at = [&](slot x) { return s.at(x); };
  return framed(source, {"key", at(slot::event_name), at(slot::mbox), at(slot::mbox_sha1sum), at(slot::openid),
                         at(slot::account_home_page), at(slot::account_name), at(slot::verb), at(slot::object),
                         at(slot::timestamp)});
}

}  // namespace

name name_of(std::string_view source, const statement* s, std::string_view raw, std::string_view requested_id) {
  const auto id = !requested_id.empty() || s == nullptr ? requested_id : s->at(slot::id);
  if (crypto::is_uuid(id)) return {framed(source, {"id", lower(id)}), std::string(id), false};
  if (!id.empty()) {
    auto n = derived(framed(source, {"id", id}));
    n.derived = false;
    return n;
  }
  if (s != nullptr && s->has_key()) return derived(by_key(source, *s));
  return derived(framed(source, {"raw", raw}));
}

name further(std::string_view source, const name& first, std::size_t n) {
  return derived(framed(source, {"again", to_hex(first.identity), std::to_string(n)}));
}

}  // namespace jembatan::xapi

#include "zoom/verify.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "base/hex.hpp"

namespace jembatan::zoom {
namespace {

constexpr std::string_view version = "v0=";
constexpr std::string_view challenge = "endpoint.url_validation";

std::string_view as_text(const digest& d) {
  return {reinterpret_cast<const char*>(d.data()), d.size()};
}

std::optional<digest> parse_signature(std::string_view s) {
  if (!s.starts_with(version)) return {};
  return digest_from_hex(s.substr(version.size()));
}

// Seconds; at most 11 digits, so that the conversion to milliseconds cannot overflow.
std::optional<time_point> parse_timestamp(std::string_view s) {
  std::int64_t seconds = 0;
  if (s.empty() || s.size() > 11 || s.front() == '-') return {};
  const auto [end, failure] = std::from_chars(s.data(), s.data() + s.size(), seconds);
  if (failure != std::errc{} || end != s.data() + s.size()) return {};
  return from_unix_ms(seconds * 1000);
}

const crypto::hmac_sha256* key_that_signed(const settings& s, std::string_view timestamp, std::string_view body,
                                           const digest& presented) {
  for (const auto& key : s.keys)
    if (crypto::equal_in_constant_time(as_text(key.sign({"v0:", timestamp, ":", body})), as_text(presented)))
      return &key;
  return nullptr;
}

// facts/zoom.md 1.1: the token, and the token signed with the secret.
handshake answer_challenge(std::string_view token, const crypto::hmac_sha256& key) {
  return {boost::json::serialize(
      boost::json::object{{"plainToken", token}, {"encryptedToken", to_hex(key.sign({token}))}})};
}

}  // namespace

settings::settings(const options& o)
    : freshness(o.freshness),
      status_for_bad_signature(o.on_bad_signature == "401" ? 401 : 503),
      body_limit(o.body_limit.bytes) {
  for (const auto& secret : o.secrets) keys.emplace_back(secret.value);
}

std::variant<accepted, handshake, refusal> verify(const signed_request& r, const settings& s, time_point now) {
  if (!r.signature) return refusal::unsigned_request;
  const auto presented = parse_signature(*r.signature);
  const auto sent = parse_timestamp(r.timestamp.value_or(std::string_view{}));
  if (!presented || !sent) return refusal::malformed;
  const auto* key = key_that_signed(s, *r.timestamp, r.body, *presented);
  if (key == nullptr) return refusal::mismatch;
  const auto skew = now - *sent;
  if (skew > s.freshness || skew < -s.freshness) return refusal::stale;
  auto what = read_envelope(r.body);
  if (what && what->at(slot::event) == challenge) return answer_challenge(what->at(slot::plain_token), *key);
  return accepted{std::move(what), skew};
}

}  // namespace jembatan::zoom

#pragma once
// Whether a request is Zoom's: x-zm-signature = "v0=" + hex(HMAC-SHA-256(secret, "v0:" + x-zm-request-timestamp + ":" +
// body)) over the bytes as received, in constant time, under one of two secrets; the time stamp judged absolutely
// (facts/zoom.md 1.2). Pure: no clock, no socket.
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "crypto/hmac.hpp"
#include "zoom/config.hpp"
#include "zoom/envelope.hpp"

namespace jembatan::zoom {

// Options made ready for use: the keys' schedules are computed once. Immutable, safe from any thread.
struct settings {
  explicit settings(const options&);
  std::vector<crypto::hmac_sha256> keys;
  duration freshness;
  unsigned status_for_bad_signature;
  std::uint64_t body_limit;
};

struct signed_request {
  std::optional<std::string_view> signature;  // x-zm-signature
  std::optional<std::string_view> timestamp;  // x-zm-request-timestamp: seconds
  std::string_view body;
};

// Zoom's, and to be stored; without envelope when the body is no JSON (a dead letter later: Zoom would never send it
// again).
struct accepted {
  std::optional<envelope> what;
  duration skew;  // our clock less the sender's
};
// Zoom's check of the endpoint: to be answered with this JSON, and not stored.
struct handshake {
  std::string body;
};
enum class refusal {
  unsigned_request,  // a scanner
  malformed,         // signature or time stamp not as Zoom writes them
  mismatch,          // under none of the secrets: a rotated one, or a forger
  stale,             // rightly signed, but long ago or ahead: a clock is wrong, or a replay
};

// The signature is checked before anything else is looked at: who answers unsigned challenges signs what strangers
// choose.
std::variant<accepted, handshake, refusal> verify(const signed_request&, const settings&, time_point now);

}  // namespace jembatan::zoom

#include "load/requests.hpp"

#include <cstring>

#include "crypto/hmac.hpp"

namespace jembatan::bench {
namespace {

constexpr std::size_t digits = 12;
// Where a body's number goes. Invented people at the reserved domain; the shape is the one that was seen on the wire
// (facts: payload first, absent values left out).
constexpr std::string_view number_mark = "############";
constexpr std::string_view body_text =
    R"({"payload":{"account_id":"acctBPSDM01","object":{"id":"95512340001","uuid":"pKx4mQvTRSe8+a/1bbbbAA==",)"
    R"("host_id":"hostBPSDM000001","host_email":"panitia@bpsdm.example.go.id","topic":"Pelayanan Publik Prima",)"
    R"("type":8,"start_time":"2026-03-16T01:00:00Z","timezone":"Asia/Jakarta","duration":240,"participant":)"
    R"({"user_id":"############","user_name":"Peserta ############","id":"zmUser############",)"
    R"("participant_uuid":"1A2B3C4D-0001-0002-0003-############","email":"peserta.############@bpsdm.example.go.id",)"
    R"("participant_user_id":"zmUser############","public_ip":"203.0.113.7","join_time":"2026-03-16T01:00:01Z"}}},)"
    R"("event_ts":1773622802345,"event":"meeting.participant_joined"})";

std::string header_text(const recipient& to, std::string_view timestamp, std::size_t body_size) {
  std::string h = "POST " + to.path + " HTTP/1.1\r\nHost: " + to.host + "\r\nUser-Agent: Zoom Marketplace/1.0a\r\n";
  h += "Content-Type: application/json; charset=utf-8\r\nContent-Length: " + std::to_string(body_size) + "\r\n";
  h += "Accept-Encoding: gzip\r\nx-zm-request-timestamp: ";
  h.append(timestamp).append("\r\nx-zm-signature: v0=");
  return h;
}

// All digits, always: the length of a request never changes.
void put_number(std::uint64_t n, char* to) {
  for (std::size_t i = digits; i-- > 0; n /= 10) to[i] = static_cast<char>('0' + n % 10);
}

void put_hex(const digest& d, char* to) {
  constexpr std::string_view nibbles = "0123456789abcdef";
  for (const auto byte : d) {
    *to++ = nibbles[byte >> 4U];
    *to++ = nibbles[byte & 15U];
  }
}

}  // namespace

requests::requests(const recipient& to, std::uint64_t first, std::size_t count, std::int64_t unix_seconds)
    : first_(first), body_size_(body_text.size()) {
  const auto timestamp = std::to_string(unix_seconds);
  prototype_ = header_text(to, timestamp, body_text.size());
  signature_at_ = prototype_.size();
  prototype_.append(2 * digest{}.size(), '0').append("\r\n\r\n");
  const auto body_at = prototype_.size();
  prototype_ += body_text;
  for (auto at = prototype_.find(number_mark, body_at); at != std::string::npos;
       at = prototype_.find(number_mark, at + digits))
    numbers_at_.push_back(at);

  const crypto::hmac_sha256 key(to.secret);
  auto body = prototype_.substr(body_at);
  signatures_.reserve(count);
  for (std::size_t n = 0; n < count; ++n) {
    for (const auto at : numbers_at_) put_number(first_ + n, body.data() + at - body_at);
    signatures_.push_back(key.sign({"v0:", timestamp, ":", body}));
  }
}

void requests::write(std::size_t n, std::string& out) const {
  out.assign(prototype_);
  put_hex(signatures_[n], out.data() + signature_at_);
  for (const auto at : numbers_at_) put_number(first_ + n, out.data() + at);
}

}  // namespace jembatan::bench

#pragma once
// HMAC-SHA-256 (RFC 2104, FIPS 198-1) under a key that is set once, and comparison in constant time.
#include <initializer_list>
#include <memory>
#include <string_view>

#include "base/hex.hpp"

namespace jembatan::crypto {

// The padded key is computed once. One object may be used from several threads at once.
class hmac_sha256 {
 public:
  explicit hmac_sha256(std::string_view key);
  ~hmac_sha256();
  hmac_sha256(hmac_sha256&&) noexcept;
  hmac_sha256& operator=(hmac_sha256&&) noexcept;

  // Over the concatenation of the parts.
  digest sign(std::initializer_list<std::string_view> parts) const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

// Takes the same time wherever the two differ; false at once when the lengths differ.
bool equal_in_constant_time(std::string_view, std::string_view);

}  // namespace jembatan::crypto

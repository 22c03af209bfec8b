#include "crypto/hmac.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>

#include "crypto/digest_context.hpp"
#include "crypto/sha256.hpp"

namespace jembatan::crypto {
namespace {

// FIPS 180-4: SHA-256 takes blocks of 64 bytes.
constexpr std::size_t block_size = 64;
using block = std::array<char, block_size>;

std::string_view as_text(const block& b) {
  return {b.data(), b.size()};
}
std::string_view as_text(const digest& d) {
  return {reinterpret_cast<const char*>(d.data()), d.size()};
}

}  // namespace

// RFC 2104 section 2 over our own SHA-256 contexts: EVP_MAC allocates a dozen times per message, which costs as much as
// the hash of a Zoom body.
struct hmac_sha256::state {
  block inner{}, outer{};
  ~state() {
    OPENSSL_cleanse(inner.data(), inner.size());
    OPENSSL_cleanse(outer.data(), outer.size());
  }
};

hmac_sha256::hmac_sha256(std::string_view key) : state_(std::make_unique<state>()) {
  digest shortened{};
  if (key.size() > block_size) {
    shortened = sha256(key);
    key = as_text(shortened);
  }
  std::copy(key.begin(), key.end(), state_->inner.begin());
  std::copy(key.begin(), key.end(), state_->outer.begin());
  for (auto& c : state_->inner) c = static_cast<char>(c ^ 0x36);
  for (auto& c : state_->outer) c = static_cast<char>(c ^ 0x5c);
  OPENSSL_cleanse(shortened.data(), shortened.size());
}

hmac_sha256::~hmac_sha256() = default;
hmac_sha256::hmac_sha256(hmac_sha256&&) noexcept = default;
hmac_sha256& hmac_sha256::operator=(hmac_sha256&&) noexcept = default;

digest hmac_sha256::sign(std::initializer_list<std::string_view> parts) const {
  auto* c = begin_sha256(scratch_context());
  add(c, as_text(state_->inner));
  for (const auto part : parts) add(c, part);
  const auto inner = finish(c);
  begin_sha256(c);
  add(c, as_text(state_->outer));
  add(c, as_text(inner));
  return finish(c);
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace jembatan::crypto

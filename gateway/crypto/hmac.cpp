#include "crypto/hmac.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <new>

namespace jembatan::crypto {
namespace {

EVP_MAC* algorithm() {
  static EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  return mac;
}

struct free_context {
  void operator()(EVP_MAC_CTX* c) const { EVP_MAC_CTX_free(c); }
};
using context = std::unique_ptr<EVP_MAC_CTX, free_context>;

}  // namespace

struct hmac_sha256::state {
  context keyed;
};

hmac_sha256::hmac_sha256(std::string_view key) : state_(std::make_unique<state>()) {
  state_->keyed.reset(EVP_MAC_CTX_new(algorithm()));
  char name[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                                   OSSL_PARAM_construct_end()};
  if (!state_->keyed || EVP_MAC_init(state_->keyed.get(), reinterpret_cast<const unsigned char*>(key.data()),
                                     key.size(), parameters) != 1)
    throw std::bad_alloc();
}

hmac_sha256::~hmac_sha256() = default;
hmac_sha256::hmac_sha256(hmac_sha256&&) noexcept = default;
hmac_sha256& hmac_sha256::operator=(hmac_sha256&&) noexcept = default;

digest hmac_sha256::sign(std::initializer_list<std::string_view> parts) const {
  const context mac(EVP_MAC_CTX_dup(state_->keyed.get()));
  if (!mac) throw std::bad_alloc();
  for (const auto part : parts)
    EVP_MAC_update(mac.get(), reinterpret_cast<const unsigned char*>(part.data()), part.size());
  digest d{};
  std::size_t size = 0;
  EVP_MAC_final(mac.get(), d.data(), &size, d.size());
  return d;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace jembatan::crypto

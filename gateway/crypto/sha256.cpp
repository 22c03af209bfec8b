#include "crypto/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <new>

namespace jembatan::crypto {
namespace {

// Fetched once: EVP_sha256() looks the algorithm up at every init (OpenSSL 3, crypto(7), "Performance").
const EVP_MD* algorithm() {
  static const EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return md;
}

}  // namespace

struct sha256_hasher::state {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  state() {
    if (context == nullptr || EVP_DigestInit_ex2(context, algorithm(), nullptr) != 1) throw std::bad_alloc();
  }
  ~state() { EVP_MD_CTX_free(context); }
  state(const state&) = delete;
  state& operator=(const state&) = delete;
};

sha256_hasher::sha256_hasher() : state_(std::make_unique<state>()) {}
sha256_hasher::~sha256_hasher() = default;

void sha256_hasher::update(std::string_view bytes) {
  EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
}

void sha256_hasher::update_framed(std::string_view bytes) {
  std::array<char, 8> length{};
  for (std::size_t i = 0; i < 8; ++i) length[i] = static_cast<char>(std::uint64_t{bytes.size()} >> (56 - 8 * i));
  update({length.data(), length.size()});
  update(bytes);
}

digest sha256_hasher::finish() {
  digest d{};
  unsigned size = d.size();
  EVP_DigestFinal_ex(state_->context, d.data(), &size);
  return d;
}

digest sha256(std::string_view bytes) {
  sha256_hasher h;
  h.update(bytes);
  return h.finish();
}

}  // namespace jembatan::crypto

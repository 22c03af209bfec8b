#include "crypto/sha256.hpp"

#include <array>

#include "crypto/digest_context.hpp"

namespace jembatan::crypto {

struct sha256_hasher::state {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  state() { begin_sha256(context); }
  ~state() { EVP_MD_CTX_free(context); }
  state(const state&) = delete;
  state& operator=(const state&) = delete;
};

sha256_hasher::sha256_hasher() : state_(std::make_unique<state>()) {}
sha256_hasher::~sha256_hasher() = default;

void sha256_hasher::update(std::string_view bytes) {
  add(state_->context, bytes);
}

void sha256_hasher::update_framed(std::string_view bytes) {
  std::array<char, 8> length{};
  for (std::size_t i = 0; i < 8; ++i) length[i] = static_cast<char>(std::uint64_t{bytes.size()} >> (56 - 8 * i));
  update({length.data(), length.size()});
  update(bytes);
}

digest sha256_hasher::finish() {
  return crypto::finish(state_->context);
}

digest sha256(std::string_view bytes) {
  auto* c = begin_sha256(scratch_context());
  add(c, bytes);
  return finish(c);
}

}  // namespace jembatan::crypto

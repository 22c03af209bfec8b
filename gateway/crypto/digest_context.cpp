#include "crypto/digest_context.hpp"

#include <memory>
#include <new>

namespace jembatan::crypto {
namespace {

// Fetched once: EVP_sha256() looks the algorithm up at every init (OpenSSL 3, crypto(7), "Performance").
const EVP_MD* algorithm() {
  static const EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return md;
}

struct free_context {
  void operator()(EVP_MD_CTX* c) const { EVP_MD_CTX_free(c); }
};

}  // namespace

EVP_MD_CTX* begin_sha256(EVP_MD_CTX* c) {
  if (c == nullptr || EVP_DigestInit_ex2(c, algorithm(), nullptr) != 1) throw std::bad_alloc();
  return c;
}

EVP_MD_CTX* scratch_context() {
  thread_local const std::unique_ptr<EVP_MD_CTX, free_context> context(EVP_MD_CTX_new());
  return context.get();
}

void add(EVP_MD_CTX* c, std::string_view bytes) {
  EVP_DigestUpdate(c, bytes.data(), bytes.size());
}

digest finish(EVP_MD_CTX* c) {
  digest d{};
  unsigned size = d.size();
  EVP_DigestFinal_ex(c, d.data(), &size);
  return d;
}

}  // namespace jembatan::crypto

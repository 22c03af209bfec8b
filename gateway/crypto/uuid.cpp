#include "crypto/uuid.hpp"

#include <new>

#include "base/hex.hpp"
#include "crypto/digest_context.hpp"

namespace jembatan::crypto {
namespace {

constexpr std::size_t text_size = 36;

bool is_dash(std::size_t at) {
  return at == 8 || at == 13 || at == 18 || at == 23;
}

const EVP_MD* sha1() {
  static const EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  return md;
}

}  // namespace

std::string uuid_v5(const uuid_bytes& name_space, std::string_view name) {
  std::array<unsigned char, 20> hash{};
  unsigned size = hash.size();
  auto* c = scratch_context();
  if (c == nullptr || EVP_DigestInit_ex2(c, sha1(), nullptr) != 1) throw std::bad_alloc();
  EVP_DigestUpdate(c, name_space.data(), name_space.size());
  EVP_DigestUpdate(c, name.data(), name.size());
  EVP_DigestFinal_ex(c, hash.data(), &size);
  hash[6] = static_cast<unsigned char>((hash[6] & 0x0f) | 0x50);  // version 5
  hash[8] = static_cast<unsigned char>((hash[8] & 0x3f) | 0x80);  // the variant of RFC 9562
  auto text = to_hex(bytes_view(hash).first(16));
  for (const std::size_t dash : {8, 13, 18, 23}) text.insert(dash, 1, '-');
  return text;
}

bool is_uuid(std::string_view text) {
  if (text.size() != text_size) return false;
  for (std::size_t i = 0; i < text_size; ++i) {
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (is_dash(i) ? c != '-' : !hex) return false;
  }
  return true;
}

}  // namespace jembatan::crypto

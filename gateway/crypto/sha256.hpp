#pragma once
// SHA-256 (FIPS 180-4). Pure; safe from any thread, distinct hashers.
#include <memory>
#include <string_view>

#include "base/hex.hpp"

namespace jembatan::crypto {

digest sha256(std::string_view);

// For input that comes in pieces.
class sha256_hasher {
 public:
  sha256_hasher();
  ~sha256_hasher();
  sha256_hasher(const sha256_hasher&) = delete;
  sha256_hasher& operator=(const sha256_hasher&) = delete;
  // The piece, preceded by its length as eight bytes, so that ("ab","c") and ("a","bc") differ.
  void update_framed(std::string_view);
  void update(std::string_view);
  // Ends the hash; the object must not be used after it.
  digest finish();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace jembatan::crypto

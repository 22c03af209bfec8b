#pragma once
// OpenSSL's SHA-256, begun anew: what sha256.cpp and hmac.cpp share. A context is kept per thread, because making one
// costs as much as hashing 200 bytes.
#include <openssl/evp.h>

#include <string_view>

#include "base/hex.hpp"

namespace jembatan::crypto {

// Throws std::bad_alloc.
EVP_MD_CTX* begin_sha256(EVP_MD_CTX*);
// This thread's own, for a hash that is finished before anybody else of the thread can begin one.
EVP_MD_CTX* scratch_context();
void add(EVP_MD_CTX*, std::string_view);
digest finish(EVP_MD_CTX*);

}  // namespace jembatan::crypto

#pragma once
// Name-based UUIDs (RFC 9562 section 5.5): the same name gives the same UUID, on every machine. Their SHA-1 is no
// protection and need not be one. Pure; safe from any thread.
#include <array>
#include <string>
#include <string_view>

namespace jembatan::crypto {

using uuid_bytes = std::array<unsigned char, 16>;

// "2ed6657d-e927-568b-95e1-2665a8aea6a2", version 5.
std::string uuid_v5(const uuid_bytes& name_space, std::string_view name);

// Whether a text is a UUID as RFC 9562 section 4 writes it, in either case. Pure.
bool is_uuid(std::string_view);

}  // namespace jembatan::crypto

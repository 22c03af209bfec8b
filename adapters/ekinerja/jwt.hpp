#pragma once
// When a JSON Web Token ends, read from it without verifying it (RFC 7519 4.1.4): only to know beforehand that a target
// will refuse it, never to trust it. Pure.
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace jembatan::ekinerja {

// Nothing when it is no JWT or names no expiry.
std::optional<time_point> expiry_of(std::string_view token);

}  // namespace jembatan::ekinerja

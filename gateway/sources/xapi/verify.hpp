#pragma once
// Whether a request is the LMS's: HTTP Basic (RFC 7617) against the lines of a file, all of them compared whatever is
// presented, so that neither time nor answer tells which user there is. Pure: no clock, no socket.
#include <optional>
#include <string_view>
#include <vector>

#include "base/hex.hpp"
#include "xapi/config.hpp"

namespace jembatan::xapi {

// Options made ready for use. Immutable, safe from any thread.
struct settings {
  explicit settings(const options&);

  std::vector<digest> credentials;  // SHA-256 of each user:password: of one length, whatever it was made of
  std::uint64_t body_limit;
  std::size_t batch_limit;
  bool waits;
  duration wait_at_most;
  std::size_t most_waiting;
};

enum class verdict {
  accepted,
  no_credentials,  // none, or none that are Basic: a scanner, or a browser
  mismatch,        // of no line: a password that was changed at one side only, or a stranger
};

verdict verify(std::optional<std::string_view> authorization, const settings&);

}  // namespace jembatan::xapi

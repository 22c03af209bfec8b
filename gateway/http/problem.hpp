#pragma once
// The one place where failures become HTTP: RFC 9457 problem details (application/problem+json). Pure.
#include <string_view>

#include "base/error.hpp"
#include "http/response.hpp"

namespace jembatan::http {

// {"type":"about:blank","title":"Not Found","status":404,"detail":"..."}; detail is left out when empty. The detail is
// a fixed sentence for the caller: nothing internal, nothing personal.
response problem(unsigned status, std::string_view detail = {});

// For callers outside: status by kind, and a fixed sentence. The error's own text is for the log.
response problem_of(const error&);

// For the operator at the admin socket: the same, with the error's own text as detail.
response explained_problem_of(const error&);

// invalid 400, denied 403, not_found 404, exists 409, unsupported 501, corrupt and io 500, full, unavailable, locked
// and cancelled 503, timeout 504; anything else 500.
unsigned status_of(const error&);

}  // namespace jembatan::http

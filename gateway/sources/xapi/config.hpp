#pragma once
// Options of a source of type xapi: an entry of section `sources` of the configuration.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/option.hpp"

namespace jembatan::xapi {

struct options {
  secret_file credentials;            // lines of user:password
  byte_size body_limit{16 * MiB};     // a batch of 30 quiz attempts is 2.4 MB (facts/lms.md 1.1)
  std::int64_t batch_limit = 20'000;  // statements in a body
  std::string on_pressure = "wait";   // "wait" | "refuse"
  duration wait_at_most = std::chrono::seconds{60};
  std::int64_t most_waiting = 16;  // requests that wait at once
};

void describe(option_visitor&, options&);

// The lines of a file of credentials, without empty ones. Nothing when a line is no user:password, or there is none.
std::optional<std::vector<std::string_view>> credential_lines(std::string_view file);

}  // namespace jembatan::xapi

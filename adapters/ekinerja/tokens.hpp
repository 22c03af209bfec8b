#pragma once
// The two credentials of every call: the API gateway's token, which we fetch and renew, and the SSO token, which a
// person supplies as a file (facts/targets.md 1.1). Neither is ever logged. Not thread-safe; lost with the process.
#include <filesystem>
#include <functional>
#include <string>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "delivery/adapter.hpp"
#include "outbound/https_client.hpp"

namespace jembatan::ekinerja {

// The seam through which secrets come in: read anew whenever they are needed, so that a changed file counts at once.
struct secret_readers {
  std::function<result<std::string>()> apim;  // key:secret
  std::function<result<std::string>()> sso;
};
using secret_reader = std::function<result<std::string>(const std::filesystem::path&)>;
secret_readers secrets_from_files(const std::filesystem::path& apim, const std::filesystem::path& sso,
                                  const secret_reader& = read_secret);

// Client credentials of WSO2's API gateway (RFC 6749 4.4).
class apim_tokens {
 public:
  apim_tokens(outbound::https_client& c, const clock& t, std::function<result<std::string>()> key,
              std::string token_url, duration deadline)
      : client_(c), clock_(t), key_(std::move(key)), token_url_(std::move(token_url)), deadline_(deadline) {}

  // The token in hand, or a new one shortly before that expires. Never locked_out: what fails here is postponed, since
  // nothing happened at the target (SEMANTICS.md 6.4).
  delivery::attempt<std::string> current();
  // The gateway refused the token in hand: the next current() fetches another one.
  void refused() { token_.clear(); }

 private:
  delivery::attempt<std::string> fetch();

  outbound::https_client& client_;
  const clock& clock_;
  std::function<result<std::string>()> key_;
  std::string token_url_;
  duration deadline_;
  std::string token_;
  time_point renew_at_{};
};

// The person's token as the file has it now: locked_out with sso_missing or sso_expired.
delivery::attempt<std::string> usable_sso(const secret_readers&, time_point now);

}  // namespace jembatan::ekinerja

#include "ekinerja/tokens.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/hex.hpp"
#include "ekinerja/jwt.hpp"

namespace jembatan::ekinerja {
namespace {

namespace json = boost::json;
using delivery::setback;

constexpr std::int64_t default_lifetime = 3600;  // facts/targets.md 1.1, where the answer does not say
constexpr std::int64_t longest_lifetime = 7 * 24 * 3600;
constexpr std::size_t token_limit = 16 * 1024;

setback postponed(std::string code, std::string answer = {}) {
  return {setback::kind::postponed, std::move(code), std::move(answer)};
}

// Both go into a header line.
bool fits_a_header(std::string_view token) {
  return !token.empty() && token.size() <= token_limit &&
         std::all_of(token.begin(), token.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F; });
}

std::int64_t lifetime_in(const json::object& o) {
  const auto* v = o.if_contains("expires_in");
  const auto* seconds = v == nullptr ? nullptr : v->if_int64();
  return seconds == nullptr ? default_lifetime : std::clamp<std::int64_t>(*seconds, 0, longest_lifetime);
}

}  // namespace

secret_readers secrets_from_files(const std::filesystem::path& apim, const std::filesystem::path& sso,
                                  const secret_reader& read) {
  return {[apim, read] { return read(apim); }, [sso, read] { return read(sso); }};
}

delivery::attempt<std::string> apim_tokens::current() {
  if (!token_.empty() && clock_.now() < renew_at_) return token_;
  return fetch();
}

delivery::attempt<std::string> apim_tokens::fetch() {
  token_.clear();
  const auto key = key_();
  if (key.has_error()) return postponed("apim_key_unreadable");
  outbound::request r{.method = "POST",
                      .url = token_url_,
                      .route = "(token)",
                      .headers = {{"Authorization", "Basic " + to_base64(as_bytes(*key))},
                                  {"Content-Type", "application/x-www-form-urlencoded"},
                                  {"Accept", "application/json"}},
                      .body = "grant_type=client_credentials",
                      .deadline = deadline_,
                      .response_limit = 64 * KiB};
  const auto answer = client_.send(r);
  if (answer.has_error()) {
    if (answer.error().is(errc::cancelled)) return setback{setback::kind::cancelled, "cancelled", {}};
    return postponed("apim_token_unreachable");
  }
  if (answer->status == 400 || answer->status == 401) return postponed("apim_key_refused");
  json::error_code failed;
  const auto value = json::parse(answer->body, failed);
  if (answer->status != 200 || failed || !value.is_object())
    return postponed("apim_token_unavailable", "HTTP " + std::to_string(answer->status));
  const auto* token = value.get_object().if_contains("access_token");
  if (token == nullptr || !token->is_string() || !fits_a_header(std::string_view(token->get_string())))
    return postponed("apim_token_unavailable", "no access_token");
  token_ = std::string(token->get_string());
  // A minute early, or a tenth of a short life, so that no call starts with a token that ends under way.
  const auto seconds = lifetime_in(value.get_object());
  renew_at_ = clock_.now() + std::chrono::seconds{seconds - std::min<std::int64_t>(60, seconds / 10)};
  return token_;
}

delivery::attempt<std::string> usable_sso(const secret_readers& secrets, time_point now) {
  const auto token = secrets.sso();
  if (token.has_error() || !fits_a_header(*token)) return setback{setback::kind::locked_out, "sso_missing", {}};
  if (const auto expiry = expiry_of(*token); expiry && *expiry <= now)
    return setback{setback::kind::locked_out, "sso_expired", {}};
  return *token;
}

}  // namespace jembatan::ekinerja

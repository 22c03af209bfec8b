#include "xapi/verify.hpp"

#include <boost/beast/core/string.hpp>

#include "crypto/hmac.hpp"
#include "crypto/sha256.hpp"

namespace jembatan::xapi {
namespace {

constexpr std::string_view scheme = "Basic ";

std::string_view as_text(bytes_view bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

settings::settings(const options& o)
    : body_limit(o.body_limit.bytes),
      batch_limit(static_cast<std::size_t>(o.batch_limit)),
      waits(o.on_pressure == "wait"),
      wait_at_most(o.wait_at_most),
      most_waiting(static_cast<std::size_t>(o.most_waiting)) {
  for (const auto line : credential_lines(o.credentials.value).value_or(std::vector<std::string_view>{}))
    credentials.push_back(crypto::sha256(line));
}

verdict verify(std::optional<std::string_view> authorization, const settings& s) {
  if (!authorization || authorization->size() < scheme.size() ||
      !boost::beast::iequals(authorization->substr(0, scheme.size()), scheme))
    return verdict::no_credentials;
  auto encoded = authorization->substr(scheme.size());
  while (encoded.starts_with(' ')) encoded.remove_prefix(1);
  const auto presented = from_base64(encoded);
  if (!presented) return verdict::mismatch;
  const auto digest = crypto::sha256(as_text(*presented));
  bool known = false;
  for (const auto& line : s.credentials) known |= crypto::equal_in_constant_time(as_text(line), as_text(digest));
  return known ? verdict::accepted : verdict::mismatch;
}

}  // namespace jembatan::xapi

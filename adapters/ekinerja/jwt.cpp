#include "ekinerja/jwt.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/hex.hpp"

namespace jembatan::ekinerja {
namespace {

namespace json = boost::json;

constexpr std::size_t token_limit = 16 * 1024;
constexpr double latest_seconds = 253402300799;  // the end of year 9999

// base64url without padding (RFC 7515 2).
std::optional<std::string> decode(std::string_view text) {
  std::string standard(text);
  std::replace(standard.begin(), standard.end(), '-', '+');
  std::replace(standard.begin(), standard.end(), '_', '/');
  standard.append((4 - standard.size() % 4) % 4, '=');
  const auto bytes = from_base64(standard);
  if (!bytes) return {};
  return std::string(bytes->begin(), bytes->end());
}

}  // namespace

std::optional<time_point> expiry_of(std::string_view token) {
  if (token.size() > token_limit) return {};
  const auto first = token.find('.');
  if (first == std::string_view::npos) return {};
  const auto second = token.find('.', first + 1);
  if (second == std::string_view::npos) return {};
  const auto claims = decode(token.substr(first + 1, second - first - 1));
  if (!claims) return {};
  json::error_code failed;
  const auto value = json::parse(*claims, failed);
  if (failed || !value.is_object()) return {};
  const auto* exp = value.get_object().if_contains("exp");
  if (exp == nullptr || !exp->is_number()) return {};
  const auto seconds = exp->to_number<double>(failed);
  if (failed || !(seconds >= 0 && seconds <= latest_seconds)) return {};
  return time_point{std::chrono::seconds{static_cast<std::int64_t>(seconds)}};
}

}  // namespace jembatan::ekinerja

#include "outbound/https_client.hpp"

namespace jembatan::outbound {
namespace {

constexpr std::string_view scheme = "https://";

}  // namespace

bool is_https(std::string_view url) {
  return url.starts_with(scheme) && !host_of(url).empty();
}

std::string_view host_of(std::string_view url) {
  if (!url.starts_with(scheme)) return {};
  url.remove_prefix(scheme.size());
  url = url.substr(0, url.find_first_of("/?#"));
  // A user in the URL would be a secret in the configuration: what stands before '@' is never shown.
  if (const auto at = url.rfind('@'); at != std::string_view::npos) url.remove_prefix(at + 1);
  return url;
}

}  // namespace jembatan::outbound

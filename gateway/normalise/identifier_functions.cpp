#include "normalise/identifier_functions.hpp"

#include <algorithm>

#include "base/iso_duration.hpp"

namespace jembatan::normalise {
namespace {

bool starts_with_any_case(std::string_view text, std::string_view lower_prefix) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b; };
  return text.size() >= lower_prefix.size() &&
         std::equal(lower_prefix.begin(), lower_prefix.end(), text.begin(), [&](char b, char a) { return same(a, b); });
}

}  // namespace

// ASCII letters only: e-mail domains and the addresses that agencies give out have no others.
fault lower_case(const scalar& in, scalar& out, arena& memory) {
  if (in.is != scalar::kind::text) return fault::type;
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (std::none_of(in.text.begin(), in.text.end(), upper)) {
    out = in;
    return fault::none;
  }
  auto* copy = static_cast<char*>(memory.allocate(in.text.size(), 1));
  std::transform(in.text.begin(), in.text.end(), copy,
                 [upper](char c) { return upper(c) ? static_cast<char>(c + ('a' - 'A')) : c; });
  out = scalar::of(std::string_view(copy, in.text.size()));
  return fault::none;
}

// xAPI Data 2.4.2.3: "mailto:" and an address.
fault mailto(const scalar& in, scalar& out, arena& memory) {
  constexpr std::string_view scheme = "mailto:";
  if (in.is != scalar::kind::text) return fault::type;
  if (!starts_with_any_case(in.text, scheme)) return fault::format;
  const auto address = in.text.substr(scheme.size());
  const auto at = address.find('@');
  if (at == 0 || at == std::string_view::npos || at + 1 == address.size()) return fault::format;
  return lower_case(scalar::of(address), out, memory);
}

// One activity under both schemes is one (facts/lms.md 8); the catalogue writes https.
fault iri(const scalar& in, scalar& out, arena& memory) {
  constexpr std::string_view plain = "http://", secure = "https://";
  if (in.is != scalar::kind::text) return fault::type;
  if (in.text.find(':') == std::string_view::npos) return fault::format;
  if (!starts_with_any_case(in.text, plain)) {
    out = in;
    return fault::none;
  }
  const auto rest = in.text.substr(plain.size());
  auto* copy = static_cast<char*>(memory.allocate(secure.size() + rest.size(), 1));
  std::copy(rest.begin(), rest.end(), std::copy(secure.begin(), secure.end(), copy));
  out = scalar::of(std::string_view(copy, secure.size() + rest.size()));
  return fault::none;
}

// "...?id=7&code=4303209428AU#x": its `code`, as it is written.
fault query_code(const scalar& in, scalar& out, arena&) {
  if (in.is != scalar::kind::text) return fault::type;
  const auto question = in.text.find('?');
  auto query = question == std::string_view::npos ? std::string_view() : in.text.substr(question + 1);
  query = query.substr(0, query.find('#'));
  out = {};
  while (!query.empty()) {
    const auto part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
    if (part.starts_with("code=")) out = scalar::of(part.substr(5));
  }
  return fault::none;
}

fault iso_duration(const scalar& in, scalar& out, arena&) {
  constexpr double longest = 10 * 365 * 86400.0;  // seconds: no training takes longer than ten years
  if (in.is != scalar::kind::text) return fault::type;
  const auto seconds = parse_iso_duration(in.text);
  if (!seconds) return fault::format;
  if (!(*seconds <= longest)) return fault::range;
  out = scalar::of(*seconds);
  return fault::none;
}

}  // namespace jembatan::normalise

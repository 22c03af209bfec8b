#include "http/request.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <ostream>

namespace jembatan::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view in, bool form) {
  std::string out;
  out.reserve(in.size());
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (in[i] != '%') {
      out.push_back(form && in[i] == '+' ? ' ' : in[i]);
      continue;
    }
    if (i + 2 >= in.size()) return {};
    const auto high = hex_value(in[i + 1]), low = hex_value(in[i + 2]);
    if (high < 0 || low < 0) return {};
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return out;
}

std::optional<std::string_view> request::header(std::string_view name) const {
  for (const auto& f : fields)
    if (boost::beast::iequals(f.name, name)) return f.value;
  return {};
}

std::string_view request::content_type() const {
  auto type = header("content-type").value_or(std::string_view{});
  type = type.substr(0, type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  return type;
}

std::string_view request::parameter(std::string_view name) const {
  for (std::size_t i = 0; i < parameter_count; ++i)
    if (parameters[i].name == name) return parameters[i].value;
  return {};
}

std::optional<std::string> request::query_value(std::string_view name) const {
  auto rest = query;
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto equals = pair.find('=');
    if (percent_decode(pair.substr(0, equals), true) != name) continue;
    return equals == std::string_view::npos ? std::string{} : percent_decode(pair.substr(equals + 1), true);
  }
  return {};
}

void request::clear() {
  method = verb::get;
  path = query = body = {};
  fields.clear();
  parameter_count = 0;
}

}  // namespace jembatan::http

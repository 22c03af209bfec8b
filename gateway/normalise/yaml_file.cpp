#include "normalise/yaml_file.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace jembatan::normalise {
namespace {

// Aliases can make a small file an endless tree: the walk stops at the limit.
bool within(const YAML::Node& n, std::size_t& left, int depth) {
  constexpr int deepest = 32;
  if (left == 0 || depth > deepest) return false;
  --left;
  if (n.IsSequence())
    return std::all_of(n.begin(), n.end(), [&](const auto& child) { return within(child, left, depth + 1); });
  if (n.IsMap())
    return std::all_of(n.begin(), n.end(), [&](const auto& child) {
      return within(child.first, left, depth + 1) && within(child.second, left, depth + 1);
    });
  return true;
}

std::string list_of(std::initializer_list<std::string_view> words) {
  std::string all;
  for (const auto w : words) {
    if (!all.empty()) all += ", ";
    all += w;
  }
  return all;
}

template <class Number>
bool whole_text_is(const std::string& text, Number& value) {
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc{} && end == text.data() + text.size();
}

}  // namespace

int line_of(const YAML::Node& n) {
  return n.Mark().line + 1;
}

void yaml_file::report(const YAML::Node& n, std::string text) {
  found_.push_back({name_, line_of(n), std::move(text)});
}

std::optional<YAML::Node> yaml_file::parse(const std::string& bytes) {
  try {
    auto document = YAML::Load(bytes);
    std::size_t left = max_nodes;
    if (!document.IsMap()) {
      found_.push_back({name_, 1, "the file must hold keys with values, beginning with 'version: 1'"});
    } else if (!within(document, left, 0)) {
      found_.push_back({name_, 1, "the file is too large or nested too deeply: split it"});
    } else {
      return document;
    }
  } catch (const YAML::Exception& e) {
    found_.push_back({name_, e.mark.line + 1, "this is no YAML: " + e.msg + "; mend the syntax at this line"});
  }
  return std::nullopt;
}

bool yaml_file::check_keys(const YAML::Node& n, std::initializer_list<std::string_view> allowed,
                           std::string_view what) {
  if (!n.IsMap()) {
    report(n, std::string(what) + " must hold keys with values");
    return false;
  }
  bool good = true;
  std::set<std::string> seen;
  for (const auto& entry : n) {
    const auto key = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
    if (!seen.insert(key).second) {
      report(entry.first, "the key '" + key + "' stands twice in " + std::string(what) + ": remove one");
      good = false;
    } else if (allowed.size() != 0 && std::find(allowed.begin(), allowed.end(), key) == allowed.end()) {
      report(entry.first, "unknown key '" + key + "' in " + std::string(what) + ": known are " + list_of(allowed));
      good = false;
    }
  }
  return good;
}

std::optional<std::string> yaml_file::text(const YAML::Node& n, std::string_view what) {
  if (n.IsScalar() && !n.Scalar().empty()) return n.Scalar();
  report(n, std::string(what) + " must be a text");
  return std::nullopt;
}

std::optional<bool> yaml_file::boolean(const YAML::Node& n, std::string_view what) {
  if (n.IsScalar() && n.Scalar() == "true") return true;
  if (n.IsScalar() && n.Scalar() == "false") return false;
  report(n, std::string(what) + " must be true or false");
  return std::nullopt;
}

std::optional<constant> yaml_file::scalar_constant(const YAML::Node& n, std::string_view what) {
  if (!n.IsScalar() || n.Scalar().empty()) {
    report(n, std::string(what) + " must be a text, a number, true or false");
    return std::nullopt;
  }
  constant c;
  c.text = n.Scalar();
  if (n.Tag() == "!") {
    c.is = scalar::kind::text;
  } else if (c.text == "true" || c.text == "false") {
    c.is = scalar::kind::boolean;
    c.boolean = c.text == "true";
  } else if (whole_text_is(c.text, c.integer)) {
    c.is = scalar::kind::integer;
  } else if (whole_text_is(c.text, c.number) && std::isfinite(c.number)) {
    c.is = scalar::kind::number;
  } else {
    c.is = scalar::kind::text;
    c.number = 0;
  }
  return c;
}

void yaml_file::check_version(const YAML::Node& document) {
  const auto version = document["version"];
  if (!version || !version.IsScalar() || version.Scalar() != "1")
    report(version ? version : document, "write 'version: 1': this program reads no other version of the language");
}

}  // namespace jembatan::normalise

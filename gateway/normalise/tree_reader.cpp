#include "normalise/tree_reader.hpp"

#include <algorithm>

#include "normalise/json_text.hpp"

namespace jembatan::normalise {
namespace {

bool is_name(std::string_view key) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !key.empty() && key.size() <= 64 && letter(key.front()) &&
         std::all_of(key.begin(), key.end(), [&](char c) { return letter(c) || digit(c); });
}

// A mapping with one of these keys is a value; any other one is an object whose keys are names in the event.
bool is_leaf(const YAML::Node& n) {
  return !n.IsMap() || n["from"] || n["constant"] || n["first_of"] || n["join"] || n["pick"];
}

}  // namespace

std::optional<YAML::Node> tree_reader::meant_by(const YAML::Node& n) {
  if (!n.IsMap() || !n["use"]) return n;
  if (!file_.check_keys(n, {"use"}, "a 'use'")) return std::nullopt;
  const auto name = file_.text(n["use"], "'use'");
  if (!name) return std::nullopt;
  if (shared_.IsMap() && shared_[*name]) return shared_[*name];
  file_.report(n, "there is no part '" + *name + "' under 'shared' in source.yaml");
  return std::nullopt;
}

std::optional<node> tree_reader::read_node(const YAML::Node& written, std::string_view what) {
  const auto meant = meant_by(written);
  if (!meant) return std::nullopt;
  const auto& n = *meant;
  if (n.IsMap() && n["each"]) return read_each(n);
  if (!is_leaf(n)) return read_object(n, what);
  auto value = read_leaf(n, what);
  if (!value) return std::nullopt;
  return node(std::move(*value));
}

std::optional<node> tree_reader::read_object(const YAML::Node& n, std::string_view what) {
  if (!file_.check_keys(n, {}, what)) return std::nullopt;
  object_node object;
  bool good = true;
  for (const auto& entry : n) {
    const auto& key = entry.first.Scalar();
    if (!is_name(key)) {
      file_.report(entry.first, "'" + key + "' is no name for a field: use letters, digits and '_', at most 64");
      good = false;
      continue;
    }
    auto what_of_key = read_node(entry.second, "'" + key + "'");
    if (!what_of_key) {
      good = false;
      continue;
    }
    member m;
    append_string(m.key, key);
    m.key += ':';
    m.what = std::move(*what_of_key);
    object.members.push_back(std::move(m));
  }
  if (!good) return std::nullopt;
  return node(std::move(object));
}

std::optional<node> tree_reader::read_each(const YAML::Node& n) {
  if (!file_.check_keys(n, {"each", "of"}, "an 'each'")) return std::nullopt;
  if (!n["of"]) {
    file_.report(n, "an 'each' needs 'of': what every element becomes");
    return std::nullopt;
  }
  auto from = read_place(n["each"], "'each'");
  ++each_depth_;
  auto of = read_node(n["of"], "'of'");
  --each_depth_;
  if (!from || !of) return std::nullopt;
  each_node each;
  each.from = std::move(*from);
  each.of.push_back({std::string(), std::move(*of)});
  return node(std::move(each));
}

}  // namespace jembatan::normalise

// Where a value comes from: a pointer, a constant, the first present of several, several joined, or the element of an
// array that something is true of.
#include "normalise/tree_reader.hpp"

namespace jembatan::normalise {

std::vector<leaf> tree_reader::read_leaves(const YAML::Node& n, std::string_view key) {
  const auto named = "'" + std::string(key) + "'";
  if (!n.IsSequence() || n.size() == 0) {
    file_.report(n, named + " needs a list of values");
    return {};
  }
  std::vector<leaf> all;
  for (const auto& one : n)
    if (auto value = read_leaf(one, "a value of " + named)) all.push_back(std::move(*value));
  if (all.size() != n.size()) return {};
  return all;
}

std::optional<pick> tree_reader::read_pick(const YAML::Node& n) {
  if (!n["where"] || !n["take"]) {
    file_.report(n, "a 'pick' needs 'where': of which element, and 'take': what of it");
    return std::nullopt;
  }
  auto from = read_place(n["pick"], "'pick'");
  ++each_depth_;
  auto where = read_condition(n["where"]);
  auto take = read_leaf(n["take"], "'take'");
  --each_depth_;
  if (!from || !where || !take) return std::nullopt;
  return pick{std::move(*from), std::move(*where), {std::move(*take)}};
}

bool tree_reader::read_origin(const YAML::Node& n, leaf& l) {
  int origins = 0;
  for (const char* key : {"from", "constant", "first_of", "join", "pick"}) origins += n[key] ? 1 : 0;
  if (origins != 1) {
    file_.report(n, "a value needs exactly one of from, constant, first_of, join, pick");
    return false;
  }
  for (const char* key : {"where", "take"}) {
    if (!n[key] || n["pick"]) continue;
    file_.report(n[key], "'" + std::string(key) + "' belongs to a 'pick'");
    return false;
  }
  if (n["from"]) {
    auto p = read_place(n["from"], "'from'");
    if (p) l.from = std::move(*p);
    return p.has_value();
  }
  if (n["constant"]) {
    auto c = file_.scalar_constant(n["constant"], "'constant'");
    if (c) l.from = std::move(*c);
    return c.has_value();
  }
  if (n["pick"]) {
    auto p = read_pick(n);
    if (p) l.from = std::move(*p);
    return p.has_value();
  }
  const bool join = static_cast<bool>(n["join"]);
  auto list = read_leaves(n[join ? "join" : "first_of"], join ? "join" : "first_of");
  const bool good = !list.empty();
  if (join)
    l.from = joined{std::move(list)};
  else
    l.from = first_of{std::move(list)};
  return good;
}

}  // namespace jembatan::normalise

#include <algorithm>
#include <array>

#include "normalise/tree_reader.hpp"

namespace jembatan::normalise {
namespace {

using test = condition::test;

constexpr std::array<std::pair<std::string_view, test>, 4> tests{
    {{"present", test::present}, {"absent", test::absent}, {"equal", test::equal}, {"alike", test::alike}}};

bool compares(test t) {
  return t == test::equal || t == test::alike;
}

}  // namespace

std::optional<operand> tree_reader::read_operand(const YAML::Node& n) {
  if (looks_like_place(n)) {
    auto p = read_place(n, "a pointer");
    if (!p) return std::nullopt;
    return operand(std::move(*p));
  }
  if (n.IsMap()) return read_parameter(n);
  auto c = file_.scalar_constant(n, "what is compared");
  if (!c) return std::nullopt;
  return operand(std::move(*c));
}

std::optional<operand> tree_reader::read_parameter(const YAML::Node& n) {
  if (!file_.check_keys(n, {"parameter"}, "what is compared")) return std::nullopt;
  auto name = file_.text(n["parameter"], "'parameter'");
  if (!name) return std::nullopt;
  if (std::find(parameters_.begin(), parameters_.end(), *name) == parameters_.end()) {
    file_.report(n, "there is no parameter '" + *name + "': source.yaml lists those of its sources");
    return std::nullopt;
  }
  return operand(parameter{std::move(*name)});
}

bool tree_reader::read_comparison(const YAML::Node& n, std::string_view name, condition& c) {
  bool good = true;
  const auto add = [&](const YAML::Node& one) {
    auto o = read_operand(one);
    if (o && !compares(c.what) && std::holds_alternative<constant>(*o)) {
      file_.report(one, "'" + std::string(name) + "' asks about pointers: begin with '/'");
      o.reset();
    }
    if (o)
      c.of.push_back(std::move(*o));
    else
      good = false;
  };
  if (n.IsSequence())
    std::for_each(n.begin(), n.end(), add);
  else
    add(n);
  const bool few = compares(c.what) && c.of.size() < 2;
  const bool many = c.what == test::alike && c.of.size() > 2;
  if (good && (c.of.empty() || few || many)) {
    file_.report(n, c.of.empty() ? "'" + std::string(name) + "' needs a pointer or a list of pointers"
                                 : "'" + std::string(name) + "' compares two: [/pointer, /pointer or constant]");
    good = false;
  }
  return good;
}

std::optional<condition> tree_reader::read_condition(const YAML::Node& n) {
  if (!file_.check_keys(n, {"present", "absent", "equal", "alike"}, "a condition")) return std::nullopt;
  if (n.size() != 1) {
    file_.report(n, "a condition takes exactly one of present, absent, equal, alike");
    return std::nullopt;
  }
  const auto entry = *n.begin();
  const auto& name = entry.first.Scalar();
  condition c;
  c.what = std::find_if(tests.begin(), tests.end(), [&](const auto& t) { return t.first == name; })->second;
  if (!read_comparison(entry.second, name, c)) return std::nullopt;
  return c;
}

}  // namespace jembatan::normalise

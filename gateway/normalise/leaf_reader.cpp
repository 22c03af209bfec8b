#include <algorithm>

#include "base/quantity.hpp"
#include "normalise/tree_reader.hpp"

namespace jembatan::normalise {
namespace {

bool gives_instant(const leaf& l) {
  if (!l.functions.empty()) {
    const auto last = l.functions.back();
    return last == find_function("rfc3339") || last == find_function("unix_ms") || last == find_function("unix_s");
  }
  const auto* several = std::get_if<first_of>(&l.from);
  return several != nullptr && std::all_of(several->options.begin(), several->options.end(), gives_instant);
}

}  // namespace

bool tree_reader::looks_like_place(const YAML::Node& n) const {
  if (!n.IsScalar() || n.Tag() == "!") return false;
  const auto& text = n.Scalar();
  return text.starts_with('/') || text == "." || text.starts_with("./");
}

std::optional<place> tree_reader::read_place(const YAML::Node& n, std::string_view what) {
  const auto text = file_.text(n, what);
  if (!text) return std::nullopt;
  place p;
  p.written = *text;
  p.element = text->starts_with('.');
  if (p.element && each_depth_ == 0) {
    file_.report(
        n, "'" + *text + "' points into an element, which there is only inside 'each' and 'pick': begin with '/'");
    return std::nullopt;
  }
  auto compiled = compile_pointer(p.element ? std::string_view(*text).substr(1) : std::string_view(*text));
  if (compiled.has_error()) {
    file_.report(n, compiled.error().context);
    return std::nullopt;
  }
  if (p.element) {
    p.from_element = std::move(*compiled);
    return p;
  }
  p.slot = pointers_.add(*compiled);
  if (p.slot < 0) {
    file_.report(n, "more than " + std::to_string(max_pointers) + " pointers in one mapping: split it");
    return std::nullopt;
  }
  return p;
}

std::optional<leaf> tree_reader::read_short_leaf(const YAML::Node& n, std::string_view what) {
  leaf l;
  if (looks_like_place(n)) {
    auto p = read_place(n, what);
    if (!p) return std::nullopt;
    l.from = std::move(*p);
    l.functions.push_back(find_function("text"));
    return l;
  }
  auto c = file_.scalar_constant(n, what);
  if (!c) return std::nullopt;
  l.from = std::move(*c);
  return l;
}

std::optional<leaf> tree_reader::read_leaf(const YAML::Node& written, std::string_view what) {
  const auto meant = meant_by(written);
  if (!meant) return std::nullopt;
  const auto& n = *meant;
  if (!n.IsMap()) return read_short_leaf(n, what);
  if (!file_.check_keys(n,
                        {"from", "constant", "first_of", "join", "pick", "where", "take", "as", "table", "otherwise",
                         "when", "required", "ahead_at_most", "at_least", "at_most"},
                        what))
    return std::nullopt;
  leaf l;
  bool good = read_origin(n, l);
  good = read_functions(n, l) && good;
  good = read_table(n, l) && good;
  good = read_limits(n, l) && good;
  good = read_bounds(n, l) && good;
  if (n["when"]) {
    auto c = read_condition(n["when"]);
    if (c)
      l.when = std::move(*c);
    else
      good = false;
  }
  if (!good) return std::nullopt;
  return l;
}

std::optional<leaf> tree_reader::read_time(const YAML::Node& n) {
  auto l = read_leaf(n, "'time'");
  if (!l) return std::nullopt;
  if (!gives_instant(*l) || l->table) {
    file_.report(n, "'time' must be an instant: {from: /pointer, as: rfc3339}, or unix_ms, or unix_s");
    return std::nullopt;
  }
  l->required = true;
  return l;
}

bool tree_reader::read_functions(const YAML::Node& n, leaf& l) {
  const auto as = n["as"];
  if (!as) {
    // A pointer alone gives text; what first_of and constants give was decided further in.
    if (std::holds_alternative<place>(l.from)) l.functions.push_back(find_function("text"));
    return true;
  }
  bool good = true;
  const auto add = [&](const YAML::Node& one) {
    const auto name = file_.text(one, "'as'");
    const auto f = name ? find_function(*name) : nullptr;
    if (name && f == nullptr) file_.report(one, "there is no function '" + *name + "': known are " + function_names());
    if (f != nullptr)
      l.functions.push_back(f);
    else
      good = false;
  };
  if (as.IsSequence())
    std::for_each(as.begin(), as.end(), add);
  else
    add(as);
  return good;
}

bool tree_reader::read_table(const YAML::Node& n, leaf& l) {
  const auto table = n["table"];
  if (!table) {
    if (n["otherwise"]) file_.report(n["otherwise"], "'otherwise' is for what a 'table' does not hold: add one");
    return !n["otherwise"];
  }
  if (!file_.check_keys(table, {}, "'table'")) return false;
  lookup_table rows;
  bool good = true;
  for (const auto& entry : table) {
    auto c = file_.scalar_constant(entry.second, "a value of 'table'");
    if (c)
      rows.rows.emplace_back(entry.first.Scalar(), std::move(*c));
    else
      good = false;
  }
  std::sort(rows.rows.begin(), rows.rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  if (n["otherwise"]) {
    rows.otherwise = file_.scalar_constant(n["otherwise"], "'otherwise'");
    good = good && rows.otherwise;
  }
  l.table = std::move(rows);
  return good;
}

bool tree_reader::read_limits(const YAML::Node& n, leaf& l) {
  bool good = true;
  if (n["required"]) {
    const auto required = file_.boolean(n["required"], "'required'");
    l.required = required.value_or(false);
    good = required.has_value();
  }
  if (n["ahead_at_most"]) {
    l.ahead_at_most = n["ahead_at_most"].IsScalar() ? parse_duration(n["ahead_at_most"].Scalar()) : std::nullopt;
    if (!l.ahead_at_most) file_.report(n["ahead_at_most"], "'ahead_at_most' must be a duration: 30s, 10m, 24h, 2d");
    good = good && l.ahead_at_most;
  }
  return good;
}

// `at_least: 0`, `at_most: /pointer`, or a list: the first that is a number.
bool tree_reader::read_bounds(const YAML::Node& n, leaf& l) {
  bool good = true;
  const auto read = [&](const char* key, std::vector<operand>& into) {
    const auto written = n[key];
    if (!written) return;
    const auto add = [&](const YAML::Node& one) {
      auto o = read_operand(one);
      good = good && o;
      if (o) into.push_back(std::move(*o));
    };
    if (written.IsSequence())
      std::for_each(written.begin(), written.end(), add);
    else
      add(written);
  };
  read("at_least", l.at_least);
  read("at_most", l.at_most);
  return good;
}

}  // namespace jembatan::normalise

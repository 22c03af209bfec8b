#include "normalise/tree.hpp"

#include <algorithm>

#include "normalise/json_text.hpp"

namespace jembatan::normalise {
namespace {

// Where a person has to look: the leaf's own pointer, or that of the first of several.
const place* place_of(const leaf& l) {
  if (const auto* p = std::get_if<place>(&l.from)) return p;
  if (const auto* p = std::get_if<pick>(&l.from)) return &p->from;
  if (const auto* several = std::get_if<first_of>(&l.from)) return place_of(several->options.front());
  if (const auto* several = std::get_if<joined>(&l.from)) return place_of(several->parts.front());
  return nullptr;
}

// The letters that two texts are compared by: lower case, one space for any white space, none at the ends.
class folded_text {
 public:
  explicit folded_text(std::string_view text) : rest_(text) { skip_white(); }
  // 0 at the end.
  char next() {
    if (rest_.empty()) return 0;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (!is_white(c)) return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    skip_white();
    return rest_.empty() ? 0 : ' ';
  }

 private:
  static bool is_white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
  void skip_white() {
    while (!rest_.empty() && is_white(rest_.front())) rest_.remove_prefix(1);
  }
  std::string_view rest_;
};

bool alike(const scalar& a, const scalar& b) {
  if (a.is != scalar::kind::text || b.is != scalar::kind::text) return false;
  folded_text left(a.text), right(b.text);
  for (;;) {
    const char c = left.next();
    if (c != right.next()) return false;
    if (c == 0) return true;
  }
}

fault look_up(const lookup_table& table, scalar& value, arena& memory) {
  scalar key = value;
  if (value.is == scalar::kind::integer) find_function("any_text")(value, key, memory);
  if (key.is != scalar::kind::text) return fault::type;
  const auto row = std::lower_bound(table.rows.begin(), table.rows.end(), key.text,
                                    [](const auto& r, std::string_view wanted) { return r.first < wanted; });
  if (row != table.rows.end() && row->first == key.text) {
    value = row->second.view();
    return fault::none;
  }
  if (!table.otherwise) return fault::range;
  value = table.otherwise->view();
  return fault::none;
}

}  // namespace

// While it lives, places that start at an element start at the one that was entered last.
class evaluation::inside {
 public:
  inside(evaluation& e, const place& array)
      : event_(e),
        outer_(e.element_),
        outer_path_(e.element_path_),
        base_(array.element ? outer_path_ + array.written.substr(1) : array.written) {}
  ~inside() {
    event_.element_ = outer_;
    event_.element_path_ = outer_path_;
  }
  inside(const inside&) = delete;
  inside& operator=(const inside&) = delete;

  void enter(const boost::json::value& element, std::size_t index) const {
    event_.element_ = &element;
    event_.element_path_ = base_ + "/" + std::to_string(index);
  }
  void enter(const boost::json::value& only) const {
    event_.element_ = &only;
    event_.element_path_ = base_;
  }

 private:
  evaluation& event_;
  const boost::json::value* outer_;
  const std::string outer_path_, base_;
};

const boost::json::value* evaluation::find(const place& p) const {
  if (!p.element) return slots_[static_cast<std::size_t>(p.slot)];
  const auto* at = element_;
  for (const auto& t : p.from_element) at = step(at, t);
  return at;
}

scalar evaluation::operand_value(const operand& o) const {
  if (const auto* p = std::get_if<place>(&o)) return scalar_from(find(*p));
  if (const auto* c = std::get_if<constant>(&o)) return c->view();
  if (given_ == nullptr) return {};
  const auto known = given_->find(std::get<parameter>(o).name);
  return known == given_->end() ? scalar() : scalar::of(std::string_view(known->second));
}

bool evaluation::holds(const condition& c) const {
  const auto present = [this](const operand& o) { return !operand_value(o).absent(); };
  switch (c.what) {
    case condition::test::present:
      return std::all_of(c.of.begin(), c.of.end(), present);
    case condition::test::absent:
      return std::none_of(c.of.begin(), c.of.end(), present);
    case condition::test::equal:
      return std::any_of(c.of.begin() + 1, c.of.end(),
                         [&](const operand& o) { return equal(operand_value(c.of[0]), operand_value(o)); });
    case condition::test::alike:
      return alike(operand_value(c.of[0]), operand_value(c.of[1]));
    default:
      return true;
  }
}

bool evaluation::fail(fault f, const leaf& l) {
  fault_ = f;
  field_.clear();
  if (const auto* p = place_of(l)) {
    // "./name" in an `each` over /rows is reported as /rows/3/name.
    if (p->element)
      field_ = element_path_ + p->written.substr(1);
    else
      field_ = p->written;
  }
  return false;
}

bool evaluation::take(const leaf& l, scalar& out) {
  if (const auto* p = std::get_if<place>(&l.from)) {
    out = scalar_from(find(*p));
  } else if (const auto* c = std::get_if<constant>(&l.from)) {
    out = c->view();
  } else if (const auto* parts = std::get_if<joined>(&l.from)) {
    return take_joined(l, *parts, out);
  } else if (const auto* picked = std::get_if<pick>(&l.from)) {
    return take_picked(l, *picked, out);
  } else {
    for (const auto& option : std::get<first_of>(l.from).options) {
      if (!value(option, out)) return false;
      if (!out.absent()) break;
    }
  }
  return true;
}

bool evaluation::take_joined(const leaf& l, const joined& parts, scalar& out) {
  std::string all;
  for (const auto& part : parts.parts) {
    scalar one;
    if (!value(part, one)) return false;
    if (one.absent()) continue;
    if (one.is != scalar::kind::text) return fail(fault::type, l);
    all.append(all.empty() ? "" : " ").append(one.text);
  }
  out = scalar::of(keep(all, memory_));
  return true;
}

bool evaluation::take_picked(const leaf& l, const pick& picked, scalar& out) {
  const auto* found = find(picked.from);
  if (found == nullptr || scalar_from(found).absent()) return true;
  const inside here(*this, picked.from);
  if (found->is_object()) {
    here.enter(*found);
    return !holds(picked.where) || value(picked.take.front(), out);
  }
  const auto* rows = found->if_array();
  if (rows == nullptr) return fail(fault::type, l);
  for (std::size_t i = 0; i < rows->size(); ++i) {
    here.enter((*rows)[i], i);
    if (holds(picked.where)) return value(picked.take.front(), out);
  }
  return true;
}

bool evaluation::within_bounds(const leaf& l, const scalar& value) const {
  const auto number = [](const scalar& s) -> std::optional<double> {
    if (s.is == scalar::kind::integer) return static_cast<double>(s.integer);
    return s.is == scalar::kind::number ? std::optional(s.number) : std::nullopt;
  };
  const auto bound = [&](const std::vector<operand>& candidates) -> std::optional<double> {
    for (const auto& o : candidates)
      if (const auto n = number(operand_value(o))) return n;
    return std::nullopt;
  };
  const auto n = number(value);
  if (!n) return true;
  const auto least = bound(l.at_least), most = bound(l.at_most);
  return !(least && *n < *least) && !(most && *n > *most);
}

bool evaluation::convert(const leaf& l, scalar& out) {
  for (const auto f : l.functions) {
    if (out.absent()) return true;
    scalar in = out;
    if (const auto bad = f(in, out, memory_); bad != fault::none) return fail(bad, l);
  }
  if (!out.absent() && l.table)
    if (const auto bad = look_up(*l.table, out, memory_); bad != fault::none) return fail(bad, l);
  if (l.ahead_at_most && out.is == scalar::kind::instant && out.integer > time_ + l.ahead_at_most->count())
    return fail(fault::range, l);
  return within_bounds(l, out) || fail(fault::range, l);
}

bool evaluation::value(const leaf& l, scalar& out) {
  out = {};
  if (!holds(l.when)) return true;
  if (!take(l, out) || !convert(l, out)) return false;
  return !l.required || !out.absent() || fail(fault::missing, l);
}

bool evaluation::write(const node& n, std::string& out) {
  if (const auto* object = std::get_if<object_node>(&n)) return write_object(*object, out);
  if (const auto* each = std::get_if<each_node>(&n)) return write_each(*each, out);
  scalar found;
  if (!value(std::get<leaf>(n), found) || found.absent()) return false;
  append_scalar(out, found);
  return true;
}

bool evaluation::write_object(const object_node& object, std::string& out) {
  const auto begin = out.size();
  out += '{';
  for (const auto& m : object.members) {
    const auto mark = out.size();
    if (mark != begin + 1) out += ',';
    out += m.key;
    if (!write(m.what, out)) out.resize(mark);
    if (fault_ != fault::none) break;
  }
  if (out.size() == begin + 1 || fault_ != fault::none) {
    out.resize(begin);
    return false;
  }
  out += '}';
  return true;
}

bool evaluation::write_each(const each_node& each, std::string& out) {
  const auto* found = find(each.from);
  if (found == nullptr || scalar_from(found).absent()) return false;
  const auto* rows = found->if_array();
  if (rows == nullptr) {
    leaf here;
    here.from = each.from;
    return fail(fault::type, here);
  }
  const auto begin = out.size();
  const inside here(*this, each.from);
  out += '[';
  for (std::size_t i = 0; i < rows->size() && fault_ == fault::none; ++i) {
    here.enter((*rows)[i], i);
    const auto mark = out.size();
    if (mark != begin + 1) out += ',';
    if (!write(each.of.front().what, out)) out.resize(mark);
  }
  if (out.size() == begin + 1 || fault_ != fault::none) {
    out.resize(begin);
    return false;
  }
  out += ']';
  return true;
}

}  // namespace jembatan::normalise

#pragma once
// The compiled form of a mapping's data, and how it is written for one event. A tree of objects and arrays whose leaves
// take a value from a pointer, a constant or the first present of several, pass it through functions, and know when
// they apply. An absent leaf leaves its key out, and so does an object or array without content. Immutable once
// compiled; pure.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "normalise/functions.hpp"
#include "normalise/plan.hpp"
#include "normalise/pointer.hpp"
#include "normalise/scalar.hpp"

namespace jembatan::normalise {

// A constant owns its text, so that a scalar can view it.
struct constant {
  scalar::kind is = scalar::kind::absent;
  std::string text;
  std::int64_t integer = 0;
  double number = 0;
  bool boolean = false;

  scalar view() const { return {is, boolean, integer, number, text}; }
};

struct place {
  int slot = 0;          // in the mapping's pointer_table
  bool element = false;  // `tokens` start at the element of the enclosing `each`
  tokens from_element;
  std::string written;  // as in the file, for dead letters
};

// An option of the raw event's source, by its name (plan.hpp).
struct parameter {
  std::string name;
};

using operand = std::variant<place, constant, parameter>;

struct condition {
  // equal: the first is one of the others. alike: two texts that people wrote, equal but for upper case and white
  // space.
  enum class test { always, present, absent, equal, alike } what = test::always;
  std::vector<operand> of;  // present, absent: all of them; equal: two at least; alike: exactly two
};

struct lookup_table {
  std::vector<std::pair<std::string, constant>> rows;  // sorted by the first
  std::optional<constant> otherwise;
};

struct leaf;
struct first_of {
  std::vector<leaf> options;  // the first present one
};
struct joined {
  std::vector<leaf> parts;  // the present ones, with a space between
};
struct pick {
  place from;  // an array; an object stands for an array of one
  condition where;
  std::vector<leaf> take;  // one: the value of the first element for which `where` holds
};

struct leaf {
  std::variant<place, constant, first_of, joined, pick> from;
  std::vector<function> functions;
  std::optional<lookup_table> table;
  condition when;
  bool required = false;
  std::optional<duration> ahead_at_most;   // an instant may lie this far after the event's own time
  std::vector<operand> at_least, at_most;  // bounds of a number: the first of each that is a number
};

struct member;
struct object_node {
  std::vector<member> members;
};
struct each_node {
  place from;
  std::vector<member> of;  // one member without a key: what an element becomes
};
using node = std::variant<leaf, object_node, each_node>;
struct member {
  std::string key;  // as written into the event: "name": with quotes and colon
  node what;
};

// One event while it is being mapped.
class evaluation {
 public:
  // `given` may be null.
  evaluation(std::span<const boost::json::value* const> slots, const parameters* given, arena& memory)
      : slots_(slots), given_(given), memory_(memory) {}

  // What leaves with `ahead_at_most` are measured against: the receipt, until the event's own time is known.
  void set_time(std::int64_t unix_ms) { time_ = unix_ms; }

  bool holds(const condition&) const;
  // False on a fault; `out` is absent when there is no value.
  bool value(const leaf&, scalar& out);
  // Appends the node. False when nothing was appended: there is no value, or a fault.
  bool write(const node&, std::string& out);

  fault failed() const { return fault_; }
  // JSON Pointer of the field that the fault is about.
  const std::string& failed_field() const { return field_; }

 private:
  class inside;
  const boost::json::value* find(const place&) const;
  scalar operand_value(const operand&) const;
  bool take(const leaf&, scalar& out);
  bool take_joined(const leaf&, const joined&, scalar& out);
  bool take_picked(const leaf&, const pick&, scalar& out);
  bool convert(const leaf&, scalar& out);
  bool within_bounds(const leaf&, const scalar&) const;
  bool write_object(const object_node&, std::string& out);
  bool write_each(const each_node&, std::string& out);
  bool fail(fault, const leaf&);

  std::span<const boost::json::value* const> slots_;
  const parameters* given_;
  arena& memory_;
  const boost::json::value* element_ = nullptr;
  std::string element_path_;
  std::int64_t time_ = 0;
  fault fault_ = fault::none;
  std::string field_;
};

}  // namespace jembatan::normalise

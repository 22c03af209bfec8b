#pragma once
// JSON Pointers (RFC 6901), compiled once into tokens. A pointer_table holds all pointers of one mapping with their
// common prefixes shared, so that /payload/object/participant is looked up once per event and not once per field. Pure.
#include <boost/json/value.hpp>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace jembatan::normalise {

struct token {
  std::string name;         // unescaped
  std::int64_t index = -1;  // the same as an array index, where it is one (RFC 6901 section 4)
};

using tokens = std::vector<token>;

// "" is the whole document. invalid, with a sentence for the author, when it is no pointer.
result<tokens> compile_pointer(std::string_view);

// Null when there is nothing at that place.
const boost::json::value* step(const boost::json::value* from, const token&);
const boost::json::value* resolve(const boost::json::value& root, const tokens&);

// More pointers than any sensible mapping has; the resolved ones stand on the stack.
inline constexpr std::size_t max_pointers = 256;

class pointer_table {
 public:
  // The slot that resolve() fills for this pointer; -1 when the table is full.
  int add(const tokens&);
  std::size_t size() const { return steps_.size() + 1; }
  // Fills size() slots: slot 0 is the root, null where nothing is found.
  void resolve(const boost::json::value& root, std::span<const boost::json::value*> slots) const;

 private:
  struct from_parent {
    int parent;
    token name;
  };
  std::vector<from_parent> steps_;  // slot i + 1 is steps_[i]; a parent always stands before its children
  std::map<std::pair<int, std::string>, int> known_;
};

}  // namespace jembatan::normalise

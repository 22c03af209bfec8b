#pragma once
// Which mapping a raw event belongs to: by the constant that its `match` asks for, through a hash map, so that the
// number of mappings costs nothing. Of several that match, the one with more conditions is taken, then the first by
// file name.
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "normalise/mapping.hpp"
#include "normalise/plan.hpp"

namespace jembatan::normalise {

class dispatch {
 public:
  // The mapping must outlive this. Two mappings that ask for exactly the same are a diagnostic.
  void add(const mapping&, std::vector<diagnostic>&);
  // Null when no mapping wants it.
  const mapping* find(const boost::json::value& root) const;

 private:
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  using bucket = std::vector<const mapping*>;
  // All mappings whose first condition with constants is about the same pointer.
  struct switchboard {
    std::string written;
    tokens at;
    std::unordered_map<std::string, bucket, text_hash, std::equal_to<>> by_value;
  };

  void insert(bucket&, const mapping&, std::vector<diagnostic>&);

  std::vector<switchboard> boards_;
  bucket others_;  // without a constant text to go by
};

}  // namespace jembatan::normalise

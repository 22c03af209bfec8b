#pragma once
// A YAML document as a plain tree that remembers its lines: only what configuration needs, so that nothing is taken for
// something else. yaml-cpp does the scanning; it accepts duplicate keys, so the tree is built from its events and
// refuses them. Refused too: anchors, aliases and merge keys, tags, a second document, keys that are no scalars. Pure.
#include <string>
#include <string_view>
#include <vector>

#include "config/diagnostic.hpp"

namespace jembatan::config {

// Limits of one document. What is longer was not written by hand.
inline constexpr std::size_t document_bytes = 4 * 1024 * 1024;
inline constexpr std::size_t document_nodes = 200'000;
inline constexpr std::size_t document_depth = 32;

struct entry;

struct node {
  enum class kind { null, scalar, sequence, mapping };
  kind what = kind::null;
  bool quoted = false;   // a scalar in quotes or a block: text whatever it looks like
  bool refused = false;  // has its diagnostic already
  int line = 0;
  std::string text;            // of a scalar
  std::vector<node> items;     // of a sequence
  std::vector<entry> entries;  // of a mapping, in the order of the file, each key once
};

struct entry {
  std::string key;
  int line = 0;
  node value;
};

struct document {
  node root;             // null when the document is empty or cannot be read at all
  bool readable = true;  // false: the diagnostics say why, and nothing should be concluded from the tree
  diagnostics problems;  // lines and texts; `file` as given
};

// Never throws but for memory exhaustion; any bytes are allowed.
document parse_document(std::string_view yaml, const std::string& file);

}  // namespace jembatan::config

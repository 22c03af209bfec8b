#include "config/document.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <unordered_map>
#include <utility>

#include "config/utf8.hpp"

namespace jembatan::config {
namespace {

int line_of(const YAML::Mark& mark) {
  return mark.line + 1;
}

// Leaves yaml-cpp's parser from within an event; caught in parse_document.
struct limit_reached {
  int line;
  std::string text;
};

class tree_builder final : public YAML::EventHandler {
 public:
  tree_builder(document& to, const std::string& file) : to_(to), file_(file) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(make(node::kind::null, mark, "", anchor)); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    auto n = make(node::kind::null, mark, "", YAML::NullAnchor);
    n.refused = true;
    problem(n.line, "aliases (*name) are not allowed: write the value out");
    add(std::move(n));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    auto n = make(node::kind::scalar, mark, tag, anchor);
    n.text = value;
    n.quoted = tag == "!";  // yaml-cpp: "?" is a plain scalar, "!" any other one
    add(std::move(n));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(make(node::kind::sequence, mark, tag, anchor));
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(make(node::kind::mapping, mark, tag, anchor));
  }
  void OnMapEnd() override { close(); }

 private:
  // A collection that is being filled. In a mapping every other node is a key.
  struct frame {
    node collection;
    bool has_key = false;
    bool drop = false;  // the key was refused: so is its value
    entry pending;
    std::unordered_map<std::string, int> lines;  // of the keys so far
  };

  node make(node::kind what, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (++nodes_ > document_nodes)
      throw limit_reached{line_of(mark), "more than " + std::to_string(document_nodes) + " values: split the file"};
    node n;
    n.what = what;
    n.line = line_of(mark);
    if (anchor != YAML::NullAnchor) problem(n.line, "anchors (&name) are not allowed: write the value out");
    if (!tag.empty() && tag != "?" && tag != "!") problem(n.line, "tags (" + tag + ") are not allowed: remove it");
    return n;
  }

  void problem(int line, std::string text) { to_.problems.push_back({file_, line, {}, std::move(text)}); }

  void open(node collection) {
    if (open_.size() >= document_depth)
      throw limit_reached{collection.line, "nested deeper than " + std::to_string(document_depth) + " levels"};
    open_.push_back({std::move(collection), false, false, {}, {}});
  }

  void close() {
    auto done = std::move(open_.back().collection);
    open_.pop_back();
    add(std::move(done));
  }

  void add(node n) {
    if (open_.empty()) {
      to_.root = std::move(n);
      return;
    }
    auto& top = open_.back();
    if (top.collection.what == node::kind::sequence) {
      top.collection.items.push_back(std::move(n));
    } else if (!top.has_key) {
      take_key(top, std::move(n));
    } else {
      top.has_key = false;
      top.pending.value = std::move(n);
      if (!std::exchange(top.drop, false)) top.collection.entries.push_back(std::move(top.pending));
      top.pending = {};
    }
  }

  void take_key(frame& top, node n) {
    top.has_key = true;
    top.pending = {n.text, n.line, {}};
    if (n.what != node::kind::scalar) {
      top.drop = true;
      if (!n.refused) problem(n.line, "a key must be a single word");
      return;
    }
    if (n.text == "<<" && !n.quoted) {
      top.drop = true;
      problem(n.line, "merge keys (<<) are not allowed: write the keys out");
      return;
    }
    const auto [first, fresh] = top.lines.emplace(n.text, n.line);
    if (fresh) return;
    top.drop = true;
    problem(n.line, "duplicate key '" + n.text + "', first written in line " + std::to_string(first->second) +
                        ": remove one of them");
  }

  document& to_;
  const std::string& file_;
  std::size_t nodes_ = 0;
  std::vector<frame> open_;
};

void refuse(document& d, const std::string& file, int line, std::string text) {
  d.readable = false;
  d.root = {};
  d.problems.push_back({file, line, {}, std::move(text)});
}

void scan(document& d, std::string_view yaml, const std::string& file) {
  std::istringstream in{std::string(yaml)};
  YAML::Parser parser(in);
  tree_builder tree(d, file);
  if (!parser.HandleNextDocument(tree)) return;
  document second;
  tree_builder rest(second, file);
  if (parser.HandleNextDocument(rest))
    d.problems.push_back({file, second.root.line, {}, "a second document begins here (---): only one is allowed"});
}

}  // namespace

document parse_document(std::string_view yaml, const std::string& file) {
  document d;
  yaml = without_bom(yaml);
  if (yaml.size() > document_bytes) {
    refuse(d, file, 0, "longer than " + std::to_string(document_bytes) + " bytes: split the file");
    return d;
  }
  if (const auto bad = first_bad_byte(yaml)) {
    refuse(d, file, line_at(yaml, *bad), "not UTF-8 text: save the file as UTF-8 without control characters");
    return d;
  }
  try {
    scan(d, yaml, file);
  } catch (const limit_reached& reached) {
    refuse(d, file, reached.line, reached.text);
  } catch (const YAML::Exception& e) {
    refuse(d, file, e.mark.is_null() ? 0 : line_of(e.mark), "not readable as YAML: " + e.msg);
  }
  return d;
}

}  // namespace jembatan::config

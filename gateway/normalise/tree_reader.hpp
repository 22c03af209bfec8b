#pragma once
// From the YAML of a mapping to its compiled tree. Pointers are added to the mapping's table as they are met. Whatever
// is wrong becomes a diagnostic; an empty optional means that at least one was added.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "normalise/tree.hpp"
#include "normalise/yaml_file.hpp"

namespace jembatan::normalise {

class tree_reader {
 public:
  // `known`: the names that a `parameter` may have. `shared`: a mapping of the parts that `{use: NAME}` stands for.
  tree_reader(yaml_file& file, pointer_table& pointers, std::vector<std::string> known = {}, YAML::Node shared = {})
      : file_(file), pointers_(pointers), parameters_(std::move(known)), shared_(std::move(shared)) {}

  // What `{use: NAME}` stands for, or the node itself. Nothing when there is no such part.
  std::optional<YAML::Node> meant_by(const YAML::Node&);

  // An object of named nodes.
  std::optional<node> read_object(const YAML::Node&, std::string_view what);
  // One value.
  std::optional<leaf> read_leaf(const YAML::Node&, std::string_view what);
  // One value that is always there and always an instant.
  std::optional<leaf> read_time(const YAML::Node&);
  // The value of a `when` key.
  std::optional<condition> read_condition(const YAML::Node&);

 private:
  std::optional<node> read_node(const YAML::Node&, std::string_view what);
  std::optional<node> read_each(const YAML::Node&);
  std::optional<leaf> read_short_leaf(const YAML::Node&, std::string_view what);
  bool read_origin(const YAML::Node&, leaf&);
  std::vector<leaf> read_leaves(const YAML::Node&, std::string_view key);
  std::optional<pick> read_pick(const YAML::Node&);
  bool read_comparison(const YAML::Node&, std::string_view test, condition&);
  bool read_functions(const YAML::Node&, leaf&);
  bool read_table(const YAML::Node&, leaf&);
  bool read_limits(const YAML::Node&, leaf&);
  bool read_bounds(const YAML::Node&, leaf&);
  std::optional<place> read_place(const YAML::Node&, std::string_view what);
  std::optional<operand> read_operand(const YAML::Node&);
  std::optional<operand> read_parameter(const YAML::Node&);
  bool looks_like_place(const YAML::Node&) const;

  yaml_file& file_;
  pointer_table& pointers_;
  std::vector<std::string> parameters_;
  YAML::Node shared_;
  int each_depth_ = 0;
};

}  // namespace jembatan::normalise

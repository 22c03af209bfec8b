#pragma once
// YAML as people write it, read strictly: yaml-cpp accepts duplicate keys and knows nothing of expected ones, so both
// are checked here. Everything that is wrong becomes a diagnostic with file and line; reading goes on to find the rest.
#include <yaml-cpp/yaml.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "normalise/plan.hpp"
#include "normalise/tree.hpp"

namespace jembatan::normalise {

class yaml_file {
 public:
  // `name` is what diagnostics call the file.
  yaml_file(std::string name, std::vector<diagnostic>& found) : name_(std::move(name)), found_(found) {}

  // The document, a mapping of at most `max_nodes` nodes; nothing when it cannot be read.
  std::optional<YAML::Node> parse(const std::string& bytes);

  // Whether the node is a mapping whose keys are all among `allowed` (any, when that is empty) and stand there once.
  bool check_keys(const YAML::Node&, std::initializer_list<std::string_view> allowed, std::string_view what);
  // The text of a scalar; a diagnostic and nothing for anything else.
  std::optional<std::string> text(const YAML::Node&, std::string_view what);
  std::optional<bool> boolean(const YAML::Node&, std::string_view what);
  // A scalar as YAML's core schema reads it: quoted is text; plain can be true, false or a number.
  std::optional<constant> scalar_constant(const YAML::Node&, std::string_view what);
  // `version: 1`, or a diagnostic.
  void check_version(const YAML::Node& document);

  void report(const YAML::Node&, std::string text);
  const std::string& name() const { return name_; }
  std::vector<diagnostic>& found() { return found_; }

 private:
  static constexpr std::size_t max_nodes = 20'000;

  std::string name_;
  std::vector<diagnostic>& found_;
};

// Line of a node in its file, from 1.
int line_of(const YAML::Node&);

}  // namespace jembatan::normalise

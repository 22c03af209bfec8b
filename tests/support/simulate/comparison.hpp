#pragma once
// The end state that the gateway reached against the one that was intended: `jembatan records --json`, `jembatan
// held list --json` and `jembatan people jp --json` (INTERFACES.md 8) against truth.jsonl. Pure.
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "simulate/truth.hpp"

namespace jembatan::simulate {

struct comparison {
  std::size_t people = 0, matches = 0;
  std::vector<std::string> mismatches;  // both sides in each; also records and holds that nobody should have
  bool good() const { return mismatches.empty() && matches == people; }
};

// A person matches when the whole end state does: a record with outcome, minutes, modules, actions and reasons, and a
// hold beside it only where one was intended; or a hold with the right reason and no record; or neither. `hours_json`:
// what `people jp` prints for each of years_of(), by year; not compared where it is empty. invalid when a text is not
// what the command prints.
result<comparison> compare(const std::vector<truth>&, std::string_view records_json, std::string_view held_json,
                           const std::map<int, std::string>& hours_json = {});

// In which training hours were intended.
std::set<int> years_of(const std::vector<truth>&);

}  // namespace jembatan::simulate

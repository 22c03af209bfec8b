#include "normalise/dispatch.hpp"

#include <algorithm>

namespace jembatan::normalise {
namespace {

bool all_hold(const mapping& m, const boost::json::value& root) {
  return std::all_of(m.match.begin(), m.match.end(), [&](const match_condition& c) { return c.holds(root); });
}

bool same_value(const constant& a, const constant& b) {
  return equal(a.view(), b.view());
}

// Whether every event that the one condition lets through is let through by the other, and the reverse.
bool same_condition(const match_condition& a, const match_condition& b) {
  return a.written == b.written && a.what == b.what &&
         std::is_permutation(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(), same_value);
}

// Both stand under one constant: where each has but this one condition, their lists overlap in it.
bool same_match(const mapping& a, const mapping& b) {
  if (a.match.size() != b.match.size()) return false;
  return std::all_of(a.match.begin(), a.match.end(), [&](const match_condition& c) {
    return std::any_of(b.match.begin(), b.match.end(), [&](const match_condition& d) {
      return same_condition(c, d) || (a.match.size() == 1 && c.written == d.written && c.what == d.what);
    });
  });
}

// Files of one folder are compared: by name.
bool goes_before(const mapping& a, const mapping& b) {
  return a.match.size() != b.match.size() ? a.match.size() > b.match.size() : a.file < b.file;
}

}  // namespace

bool match_condition::holds(const boost::json::value& root) const {
  const auto found = scalar_from(resolve(root, at));
  switch (what) {
    case test::present:
      return !found.absent();
    case test::absent:
      return found.absent();
    default:
      return std::any_of(values.begin(), values.end(), [&](const constant& c) { return equal(c.view(), found); });
  }
}

void dispatch::insert(bucket& into, const mapping& m, std::vector<diagnostic>& found) {
  const auto twin = std::find_if(into.begin(), into.end(), [&](const mapping* other) { return same_match(*other, m); });
  if (twin != into.end()) {
    found.push_back({m.file, 1, "'match' asks for the same events as " + (*twin)->file + ": change or remove one"});
    return;
  }
  // Behind all that have at least as many conditions: files are added in the order of their names.
  const auto before = std::find_if(into.begin(), into.end(),
                                   [&](const mapping* other) { return other->match.size() < m.match.size(); });
  into.insert(before, &m);
}

void dispatch::add(const mapping& m, std::vector<diagnostic>& found) {
  const auto first = std::find_if(m.match.begin(), m.match.end(), [](const match_condition& c) {
    return c.what == match_condition::test::one_of &&
           std::all_of(c.values.begin(), c.values.end(), [](const constant& v) { return v.is == scalar::kind::text; });
  });
  if (first == m.match.end()) return insert(others_, m, found);
  auto board =
      std::find_if(boards_.begin(), boards_.end(), [&](const switchboard& b) { return b.written == first->written; });
  if (board == boards_.end()) board = boards_.insert(board, {first->written, first->at, {}});
  for (const auto& value : first->values) insert(board->by_value[value.text], m, found);
}

const mapping* dispatch::find(const boost::json::value& root) const {
  const auto first_of = [&](const bucket& all) -> const mapping* {
    for (const auto* m : all)
      if (all_hold(*m, root)) return m;
    return nullptr;
  };
  const mapping* best = first_of(others_);
  for (const auto& board : boards_) {
    const auto value = scalar_from(resolve(root, board.at));
    if (value.is != scalar::kind::text) continue;
    const auto found = board.by_value.find(value.text);
    if (found == board.by_value.end()) continue;
    const auto* m = first_of(found->second);
    if (m != nullptr && (best == nullptr || goes_before(*m, *best))) best = m;
  }
  return best;
}

}  // namespace jembatan::normalise

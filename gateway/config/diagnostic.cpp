#include "config/diagnostic.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace jembatan::config {

std::string diagnostic::message() const {
  std::string out = file;
  if (line > 0) out += ":" + std::to_string(line);
  if (!out.empty()) out += ": ";
  if (!path.empty()) out += path + ": ";
  return out + text;
}

void settle(diagnostics& all, std::size_t most) {
  std::stable_sort(all.begin(), all.end(), [](const diagnostic& a, const diagnostic& b) { return a.line < b.line; });
  if (all.size() <= most) return;
  const auto left_out = all.size() - most;
  const auto file = all[most].file;
  all.resize(most);
  all.push_back({file, 0, {}, "and " + std::to_string(left_out) + " more: mend those above and check again"});
}

void append(diagnostics& all, diagnostics more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace jembatan::config

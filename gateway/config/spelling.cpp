#include "config/spelling.hpp"

#include <algorithm>
#include <numeric>

namespace jembatan::config {
namespace {

// Changes, insertions, deletions and swaps of neighbours (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        next[j] = std::min(next[j], before[j - 2] + 1);
    }
    before.swap(row);
    row.swap(next);
  }
  return row[b.size()];
}

}  // namespace

std::string nearest(std::string_view written, const std::vector<std::string>& known) {
  constexpr std::size_t longest = 64;  // nobody meant a key by more letters than that
  if (written.size() > longest) return {};
  std::string best;
  auto fewest = std::min<std::size_t>(2, written.size() / 3) + 1;
  for (const auto& word : known) {
    if (const auto d = distance(written, word); d < fewest) {
      fewest = d;
      best = word;
    }
  }
  return best;
}

}  // namespace jembatan::config

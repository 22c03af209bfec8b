#include "pump/split.hpp"

#include <algorithm>
#include <iterator>

namespace jembatan::pump {
namespace {

using splitter = std::vector<std::string> (*)(std::string body);

// Zoom posts every event alone. What is no JSON stays one raw event too: it becomes a dead letter, not nothing.
std::vector<std::string> whole(std::string body) {
  std::vector<std::string> one;
  one.push_back(std::move(body));
  return one;
}

struct row {
  std::string_view source_type;
  splitter how;
};
constexpr row table[] = {{"zoom", whole}};

}  // namespace

std::optional<std::vector<std::string>> split(std::string_view source_type, std::string body) {
  const auto* found =
      std::find_if(std::begin(table), std::end(table), [&](const row& r) { return r.source_type == source_type; });
  if (found == std::end(table)) return std::nullopt;
  return found->how(std::move(body));
}

}  // namespace jembatan::pump

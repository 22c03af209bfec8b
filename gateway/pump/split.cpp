#include "pump/split.hpp"

#include <algorithm>
#include <iterator>

#include "base/json_elements.hpp"

namespace jembatan::pump {
namespace {

using splitter = std::vector<std::string> (*)(std::string body);

// Zoom posts every event alone. What is no JSON stays one raw event too: it becomes a dead letter, not nothing.
std::vector<std::string> whole(std::string body) {
  std::vector<std::string> one;
  one.push_back(std::move(body));
  return one;
}

// A statement alone or an array of them, as the source counted them (xapi/batch.hpp). What is neither stays one raw
// event.
std::vector<std::string> statements(std::string body) {
  json_elements elements(body);
  std::vector<std::string> all;
  while (const auto one = elements.next()) all.emplace_back(*one);
  return elements.whole() ? all : whole(std::move(body));
}

struct row {
  std::string_view source_type;
  splitter how;
};
constexpr row table[] = {{"zoom", whole}, {"xapi", statements}};

}  // namespace

std::optional<std::vector<std::string>> split(std::string_view source_type, std::string body) {
  const auto* found =
      std::find_if(std::begin(table), std::end(table), [&](const row& r) { return r.source_type == source_type; });
  if (found == std::end(table)) return std::nullopt;
  return found->how(std::move(body));
}

}  // namespace jembatan::pump

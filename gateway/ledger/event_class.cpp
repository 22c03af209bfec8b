#include "ledger/event_class.hpp"

#include <algorithm>
#include <array>

namespace jembatan::ledger {
namespace {

constexpr std::array<std::string_view, 7> words{"evaluating", "recorded", "held",     "ignored",
                                                "unmapped",   "dead",     "duplicate"};

}  // namespace

std::string_view to_text(event_class c) {
  return words[static_cast<std::size_t>(c)];
}

std::optional<event_class> event_class_from(std::string_view text) {
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) return std::nullopt;
  return static_cast<event_class>(found - words.begin());
}

event_class best(const std::vector<event_class>& all) {
  return *std::min_element(all.begin(), all.end());
}

}  // namespace jembatan::ledger

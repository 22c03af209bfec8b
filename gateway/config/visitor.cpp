#include "config/visitor.hpp"

#include <algorithm>

namespace jembatan::config {

visitor& whole(option_visitor& v) {
  return dynamic_cast<visitor&>(v);
}

bool decide(option_visitor& v, std::string_view key, std::string& word, const std::vector<std::string_view>& supported,
            const std::vector<std::string_view>& planned, about a) {
  if (v.documenting()) {
    std::string text(a.text);
    for (const auto& p : planned)
      text += (&p == &planned.front() ? " Not yet supported: `" : ", `") + std::string(p) + "`";
    if (!planned.empty()) text += ".";
    a.text = text;
    v.choice(key, word, supported, a);
    return true;
  }
  auto all = supported;
  all.insert(all.end(), planned.begin(), planned.end());
  const bool written = v.given(key);
  std::string chosen = written ? std::string() : word;
  v.choice(key, chosen, all, a);
  if (std::find(planned.begin(), planned.end(), chosen) != planned.end()) {
    v.reject(key, "'" + chosen + "' is not yet supported by this version: remove it");
    return false;
  }
  if (std::find(supported.begin(), supported.end(), chosen) == supported.end()) return false;
  word = chosen;
  return true;
}

void variant(option_visitor& v, std::string_view key, std::string_view chosen, std::string_view word,
             const std::function<void(option_visitor&)>& visit) {
  if (v.documenting() || chosen == word) whole(v).alternative(key, word, visit);
}

}  // namespace jembatan::config

#pragma once
// Fields of JSON objects that may be absent or of another type: both read as absent. Pure.
#include <boost/json.hpp>
#include <string>
#include <string_view>

namespace jembatan::ledger {

inline std::string_view text_at(const boost::json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

inline const boost::json::object& object_at(const boost::json::object& from, std::string_view key) {
  static const boost::json::object none;
  const auto* value = from.if_contains(key);
  return value && value->is_object() ? value->get_object() : none;
}

// Nothing where the text is empty.
inline void put(boost::json::object& into, std::string_view key, std::string_view text) {
  if (!text.empty()) into[key] = text;
}

// ASCII letters only.
inline std::string lower(std::string_view text) {
  std::string all(text);
  for (auto& c : all)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return all;
}

}  // namespace jembatan::ledger

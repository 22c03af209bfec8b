#include "cli/json_fields.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace jembatan::cli {
namespace {

std::string text_of(const boost::json::value& v) {
  if (v.is_string()) return std::string(v.as_string());
  if (v.is_null()) return {};
  if (!v.is_array()) return boost::json::serialize(v);
  std::string joined;
  for (const auto& element : v.as_array()) joined += (joined.empty() ? "" : " ") + text_of(element);
  return joined;
}

}  // namespace

std::string text_at(const boost::json::value& object, std::string_view key) {
  const auto* fields = object.if_object();
  const auto* found = fields == nullptr ? nullptr : fields->if_contains(key);
  return found == nullptr ? std::string() : text_of(*found);
}

const boost::json::array& array_at(const boost::json::value& object, std::string_view key) {
  static const boost::json::array none;
  const auto* fields = object.if_object();
  const auto* found = fields == nullptr ? nullptr : fields->if_contains(key);
  return found == nullptr || !found->is_array() ? none : found->as_array();
}

}  // namespace jembatan::cli

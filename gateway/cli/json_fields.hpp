#pragma once
// Fields of the service's answers as text for tables. An absent field is empty.
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

namespace jembatan::cli {

// The member at this key as text: strings as they are, numbers and booleans written out, arrays joined by a space.
std::string text_at(const boost::json::value& object, std::string_view key);
// The array at this key, empty where there is none.
const boost::json::array& array_at(const boost::json::value& object, std::string_view key);

}  // namespace jembatan::cli

#include "normalise/scalar.hpp"

#include <cstring>

namespace jembatan::normalise {

scalar scalar_from(const boost::json::value* found) {
  if (found == nullptr) return {};
  switch (found->kind()) {
    case boost::json::kind::null:
      return {};
    case boost::json::kind::string:
      return scalar::of(std::string_view(found->get_string().data(), found->get_string().size()));
    case boost::json::kind::int64:
      return scalar::of(found->get_int64());
    case boost::json::kind::uint64:
      return scalar::of(static_cast<double>(found->get_uint64()));
    case boost::json::kind::double_:
      return scalar::of(found->get_double());
    case boost::json::kind::bool_:
      return scalar::of(found->get_bool());
    default:
      return {scalar::kind::composite, false, 0, 0, {}};
  }
}

bool equal(const scalar& a, const scalar& b) {
  if (a.is != b.is) return false;
  switch (a.is) {
    case scalar::kind::text:
      return a.text == b.text;
    case scalar::kind::integer:
    case scalar::kind::instant:
      return a.integer == b.integer;
    case scalar::kind::number:
      return a.number == b.number;
    case scalar::kind::boolean:
      return a.boolean == b.boolean;
    default:
      return false;
  }
}

std::string_view keep(std::string_view text, arena& memory) {
  if (text.empty()) return {};
  auto* copy = static_cast<char*>(memory.allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

}  // namespace jembatan::normalise

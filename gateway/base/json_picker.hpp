#pragma once
// Takes a few scalars out of a JSON text while it is parsed: no tree of the document is built. For .cpp files: it pulls
// in Boost.JSON's parser. Pure.
//
// A Shape says where the wanted values stand:
//
//   struct shape {
//     enum class place : unsigned char { outside, root, actor, elsewhere };   // objects on the way have a name
//     static place child(place in, std::string_view key);                     // elsewhere: nothing wanted below
//     static int slot(place in, std::string_view key);                        // of a member; -1: not wanted
//     void entered(place);                                                    // an object began
//   };
#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "base/picked_texts.hpp"

namespace jembatan::inline base {

// A repeated key counts with its last value, as every JSON tree would have it.
template <class Shape, std::size_t Slots, std::size_t Depth>
class json_picker {
  using code = boost::json::error_code;
  using view = boost::json::string_view;
  using place = typename Shape::place;

 public:
  static constexpr std::size_t max_object_size = SIZE_MAX, max_array_size = SIZE_MAX, max_key_size = SIZE_MAX,
                               max_string_size = SIZE_MAX;

  json_picker(Shape& shape, picked_texts<Slots>& out) : shape_(shape), out_(out) {}

  bool on_document_begin(code&) { return true; }
  bool on_document_end(code&) { return true; }
  bool on_object_begin(code&) {
    const auto here = depth_ == 0 ? place::root : Shape::child(path_[depth_ - 1], key_);
    shape_.entered(here);
    path_[depth_++] = here;
    key_.clear();
    return true;
  }
  bool on_object_end(std::size_t, code&) { return leave(); }
  bool on_array_begin(code&) {
    path_[depth_++] = place::elsewhere;
    key_.clear();
    return true;
  }
  bool on_array_end(std::size_t, code&) { return leave(); }
  bool on_key_part(view s, std::size_t, code&) {
    if (here() != place::elsewhere) key_.append(s.data(), s.size());
    return true;
  }
  bool on_key(view s, std::size_t n, code& ec) { return on_key_part(s, n, ec); }
  bool on_string_part(view s, std::size_t, code&) {
    if (here() != place::elsewhere) part_.append(s.data(), s.size());
    return true;
  }
  bool on_string(view s, std::size_t, code&) {
    if (here() == place::elsewhere) return true;
    if (part_.empty()) return keep({s.data(), s.size()});
    part_.append(s.data(), s.size());
    keep(part_);
    part_.clear();
    return true;
  }
  bool on_number_part(view, code&) { return true; }
  bool on_int64(std::int64_t n, view, code&) { return keep_number(n); }
  bool on_uint64(std::uint64_t n, view, code&) { return keep_number(n); }
  bool on_double(double n, view, code&) {
    // 9.5e10 is the number 95000000000 written otherwise.
    if (std::trunc(n) == n && std::abs(n) < 9e15) return keep_number(static_cast<std::int64_t>(n));
    return keep_number(n);
  }
  bool on_bool(bool, code&) { return keep({}); }
  bool on_null(code&) { return keep({}); }
  bool on_comment_part(view, code&) { return true; }
  bool on_comment(view, code&) { return true; }

  bool saw_object() const { return saw_object_; }

 private:
  place here() const { return depth_ == 0 ? place::outside : path_[depth_ - 1]; }

  bool leave() {
    if (path_[--depth_] == place::root) saw_object_ = true;
    key_.clear();
    return true;
  }

  template <class Number>
  bool keep_number(Number n) {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr;
    return keep({digits.data(), static_cast<std::size_t>(end - digits.data())});
  }

  bool keep(std::string_view value) {
    const auto in = here();
    if (in == place::elsewhere) return true;
    if (const int slot = Shape::slot(in, key_); slot >= 0) out_.put(static_cast<std::size_t>(slot), value);
    key_.clear();
    return true;
  }

  Shape& shape_;
  picked_texts<Slots>& out_;
  std::array<place, Depth + 2> path_{};
  std::size_t depth_ = 0;
  std::string key_, part_;
  bool saw_object_ = false;
};

enum class picked {
  object,
  too_deep,  // nested deeper than Depth; what follows that place was not looked at
  other,     // no JSON, no UTF-8, or no object
};

template <std::size_t Depth, class Shape, std::size_t Slots>
picked pick_texts(std::string_view text, Shape& shape, picked_texts<Slots>& out) {
  boost::json::parse_options o;
  o.max_depth = Depth;
  boost::json::basic_parser<json_picker<Shape, Slots, Depth>> parser(o, shape, out);
  boost::json::error_code ec;
  const auto used = parser.write_some(false, text.data(), text.size(), ec);
  if (ec == boost::json::error::too_deep) return picked::too_deep;
  return !ec && used == text.size() && parser.handler().saw_object() ? picked::object : picked::other;
}

}  // namespace jembatan::inline base

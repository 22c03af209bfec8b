#pragma once
// The elements of a JSON array, found by brackets and quotes alone: so that one that is wrong within (bad UTF-8, a
// number that is none, nesting without end) spoils itself and not its neighbours. Pure, no recursion, no copies.
//
//   json_elements all(body);
//   while (const auto one = all.next()) use(*one);
//   if (!all.whole()) ...  // it was no array, or had no end: what next() gave does not count
#include <cstddef>
#include <optional>
#include <string_view>

namespace jembatan::inline base {

class json_elements {
 public:
  explicit json_elements(std::string_view text);

  // Text of the next element without white space around it: something, but not necessarily JSON. A view into the text.
  std::optional<std::string_view> next();
  // Once next() has given nothing: whether the text was one array from its first to its last byte.
  bool whole() const { return state_ == state::whole; }
  // How many bytes are done with: so that a long text can be gone through in steps.
  std::size_t position() const { return at_; }

 private:
  enum class state { first, further, whole, broken };

  void skip_white();
  bool skip_string();
  std::optional<std::string_view> element(std::size_t from);
  std::optional<std::string_view> end(state s);

  std::string_view text_;
  std::size_t at_ = 0;
  state state_ = state::first;
};

}  // namespace jembatan::inline base

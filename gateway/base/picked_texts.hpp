#pragma once
// A few texts in one piece of memory: what json_picker.hpp takes out of a document. Scalars as text: absent, null and
// "" are the same.
#include <array>
#include <string>
#include <string_view>

namespace jembatan::inline base {

template <std::size_t Slots>
class picked_texts {
 public:
  picked_texts() { text_.reserve(256); }

  std::string_view at(std::size_t slot) const {
    const auto& p = pieces_[slot];
    return std::string_view(text_).substr(p.from, p.size);
  }
  // The last one counts.
  void put(std::size_t slot, std::string_view value) {
    pieces_[slot] = {text_.size(), value.size()};
    text_.append(value);
  }

 private:
  struct piece {
    std::size_t from = 0, size = 0;
  };
  std::string text_;
  std::array<piece, Slots> pieces_{};
};

}  // namespace jembatan::inline base

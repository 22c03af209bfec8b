#pragma once
// What the loader and the reference understand beyond base/option.hpp: shapes that only whole files need, not the
// parts' options. Both derive from `visitor`; so does every visitor that they hand to a section, an entry or an
// element.
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/option.hpp"

namespace jembatan::config {

class visitor : public option_visitor {
 public:
  // A list of words, or a mapping with keys of its own: `participants: [P-1]` or `participants: {file: F}`. The section
  // is visited only when a mapping is written (and when documenting).
  virtual void list_or_section(std::string_view key, std::vector<std::string>&, about,
                               const std::function<void(option_visitor&)>&) = 0;
  // Keys that the section has only where `key` is this word. Visited whatever it is: config::variant() asks first.
  virtual void alternative(std::string_view key, std::string_view word,
                           const std::function<void(option_visitor&)>&) = 0;
  // Adds an error at one element of a list.
  virtual void reject_item(std::string_view key, std::size_t index, std::string why_and_what_to_do) = 0;
  // The line of the key, or of the section when it is not written; 0 when documenting.
  virtual int line_of(std::string_view key) const = 0;
  // The line of one element of a list.
  virtual int line_of(std::string_view key, std::size_t index) const = 0;
};

// The visitor behind the interface of the parts. Every visitor of config/ is one.
visitor& whole(option_visitor&);

// The key (`type`, `kind`) that decides which other keys a section has. A planned word is refused as not yet supported.
// True when the word is a supported one (and when documenting). When it is false the loader says nothing more about
// that section: what its other keys mean is unknown.
bool decide(option_visitor&, std::string_view key, std::string& word, const std::vector<std::string_view>& supported,
            const std::vector<std::string_view>& planned, about);

// Visits the keys that belong to `word` when that is what decide() chose for `key`; all of them when documenting.
void variant(option_visitor&, std::string_view key, std::string_view chosen, std::string_view word,
             const std::function<void(option_visitor&)>& visit);

}  // namespace jembatan::config

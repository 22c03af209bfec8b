#pragma once
// What the source itself reads of an xAPI statement: its id and what makes its natural key (SEMANTICS.md 1.2,
// facts/lms.md 1.1). Everything else is left to the mappings. Pure.
#include <string_view>

#include "base/picked_texts.hpp"

namespace jembatan::xapi {

enum class slot {
  id,  // the sender's; Moodle's logstore_xapi gives none
  timestamp,
  mbox,  // the four inverse functional identifiers of the actor (xAPI Data 2.4.2.3)
  mbox_sha1sum,
  openid,
  account_home_page,
  account_name,
  verb,
  object,
  event_name,  // Moodle's, in logstore_xapi's context extension "info"
};

// What a text turned out to be.
enum class reading {
  statement,  // a JSON object: there is something to read
  too_deep,   // nested deeper than 32: JSON as far as it was read
  other,      // no JSON, no UTF-8, or no object
};

// Scalars as text: absent, null and "" are the same.
class statement {
 public:
  std::string_view at(slot s) const { return texts_.at(static_cast<std::size_t>(s)); }
  // Its key can be made: actor, verb, object and time are there.
  bool has_key() const;

 private:
  friend reading read_statement(std::string_view, statement&);
  picked_texts<10> texts_;
};

reading read_statement(std::string_view raw, statement& out);

}  // namespace jembatan::xapi

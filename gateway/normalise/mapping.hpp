#pragma once
// One compiled mapping file, and the declaration of its folder (source.yaml). Immutable once compiled.
#include <optional>
#include <string>
#include <vector>

#include "normalise/tree.hpp"

namespace jembatan::normalise {

// A condition on the raw event, judged before the mapping is chosen.
struct match_condition {
  enum class test { one_of, present, absent } what = test::one_of;
  std::string written;  // the pointer as in the file
  tokens at;
  std::vector<constant> values;  // one_of

  bool holds(const boost::json::value& root) const;
};

// A candidate for the subject; the first present one is taken (DESIGN.md "Events").
struct subject_candidate {
  std::string kind;  // "registrant_id", "email", ...: part of what the pseudonym is made of
  leaf value;
};

// One event that a mapping makes.
struct fact {
  std::string type;
  condition when;
  std::vector<subject_candidate> subject;
  node data;
};

struct mapping {
  std::string file;   // "zoom/participant-joined.yaml"
  std::string stamp;  // file@<first 12 digits of its SHA-256>
  std::vector<match_condition> match;
  std::string ignored;  // why events are ignored on purpose; then there are no facts
  pointer_table pointers;
  leaf time;
  std::vector<leaf> checks;  // must be readable, and are not written
  std::vector<fact> facts;
};

// What all raw events of one source type have in common.
struct source_type {
  std::string type_pointer;  // where the raw event says what it is, as written
  pointer_table pointers;
  int type_slot = 0;
  leaf time;                            // the event's own time
  std::vector<std::string> parameters;  // options of a source that mappings may name
};

}  // namespace jembatan::normalise

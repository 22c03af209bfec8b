#pragma once
// Which raw event a statement is: the same for every delivery of it, in whatever batch it comes
// (SEMANTICS.md 1.1, 1.2). Pure.
#include <string>
#include <string_view>

#include "base/hex.hpp"
#include "xapi/statement.hpp"

namespace jembatan::xapi {

// What a statement is known by.
struct name {
  digest identity{};
  std::string answered;  // the UUID that the sender is answered
  bool derived = true;   // not by the sender's own id
};

// By the first of these that there is:
//   the sender's id                      of the request (PUT) or of the statement; a UUID in any case, else as it is
//   the natural key (facts/lms.md 1.1)   Moodle's event name | actor | verb | object | timestamp
//   the raw bytes                        of what is malformed, or says neither who nor when
// `s` is null where the raw bytes are no statement. The answered UUID is the sender's own, else version 5 of the
// identity in hex, so that it can be found again from the event's id.
name name_of(std::string_view source, const statement* s, std::string_view raw, std::string_view requested_id = {});

// The nth further one under that name in the same body, n from 1: without a sender's id two equal acts of one second
// are two.
name further(std::string_view source, const name& first, std::size_t n);

}  // namespace jembatan::xapi

#pragma once
// Where a JSON text stops being one: for the dead letter, so that a person knows which field to ask the sender about.
// Only for texts that did not parse. Pure.
#include <string>
#include <string_view>

namespace jembatan::normalise {

// JSON Pointer of the value at which the parser gives up: bad UTF-8, a number that is none, nesting deeper than
// `depth`; empty where no member was begun. At most its first four names, and none that is not like the name of a
// field: it is the sender's, and a dead letter holds no body.
std::string where_it_breaks(std::string_view json, std::size_t depth);

}  // namespace jembatan::normalise

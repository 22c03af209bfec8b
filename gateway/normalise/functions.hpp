#pragma once
// The named functions of the mapping language: each makes one value of another. The table in functions.cpp is the whole
// list; mappings/README.md explains it to operators. Pure.
#include <string>
#include <string_view>

#include "normalise/scalar.hpp"

namespace jembatan::normalise {

// Why a value could not be used. The names are the reasons of dead letters: never rename.
enum class fault {
  none,
  missing,  // field_missing: required, and absent
  type,     // field_type: text where a number is wanted, an object where a text is wanted, and so on
  format,   // field_format: a text that is not what the function reads
  range,    // field_range: readable and not plausible, or in no lookup table
};
std::string_view reason_of(fault);

// `in` is never absent. On a fault `out` means nothing.
using function = fault (*)(const scalar& in, scalar& out, arena&);

// Null when there is no such function.
function find_function(std::string_view name);
// "any_text, boolean, ...": for diagnostics.
std::string function_names();

}  // namespace jembatan::normalise

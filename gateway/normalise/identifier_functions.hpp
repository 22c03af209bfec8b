#pragma once
// Functions of the mapping language that read what identifies somebody or something: addresses, IRIs, links, and the
// durations that stand beside them in xAPI. See functions.hpp. Pure.
#include "normalise/functions.hpp"

namespace jembatan::normalise {

fault lower_case(const scalar& in, scalar& out, arena&);
fault mailto(const scalar& in, scalar& out, arena&);
fault iri(const scalar& in, scalar& out, arena&);
fault query_code(const scalar& in, scalar& out, arena&);
fault iso_duration(const scalar& in, scalar& out, arena&);

}  // namespace jembatan::normalise

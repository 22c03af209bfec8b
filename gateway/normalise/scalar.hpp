#pragma once
// One value on its way from a raw event to an event: what a JSON Pointer found, a constant, or what a function made of
// it. Pure. Texts are views: into the parsed body, into the compiled plan, or into the arena of the event that is being
// mapped.
#include <boost/json/memory_resource.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string_view>

namespace jembatan::normalise {

// Memory of one event: freed as a whole when the event is done.
using arena = boost::json::memory_resource;

struct scalar {
  enum class kind { absent, text, integer, number, boolean, instant, composite };

  kind is = kind::absent;
  bool boolean = false;
  std::int64_t integer = 0;  // of an instant: Unix milliseconds
  double number = 0;
  std::string_view text;

  bool absent() const { return is == kind::absent; }

  static scalar of(std::string_view text) { return {text.empty() ? kind::absent : kind::text, false, 0, 0, text}; }
  static scalar of(std::int64_t integer) { return {kind::integer, false, integer, 0, {}}; }
  static scalar of(double number) { return {kind::number, false, 0, number, {}}; }
  static scalar of(bool boolean) { return {kind::boolean, boolean, 0, 0, {}}; }
  static scalar instant(std::int64_t unix_ms) { return {kind::instant, false, unix_ms, 0, {}}; }
};

// A missing key (null pointer), null and "" are the same: absent. Objects and arrays are composite.
scalar scalar_from(const boost::json::value*);

// Same kind and same value. An absent value equals nothing.
bool equal(const scalar&, const scalar&);

// A copy of the text that lives as long as the arena.
std::string_view keep(std::string_view, arena&);

}  // namespace jembatan::normalise

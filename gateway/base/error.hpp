#pragma once
// Ordinary failure is a value: every fallible function of the gateway returns result<T>. Exceptions are left for
// start-up configuration, memory exhaustion and broken invariants. Thread-safe: values only.
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace jembatan::inline base {

// What kind of failure, decided once where it happens. A module that needs finer kinds has an errc of its own.
enum class errc {
  invalid = 1,  // the input is wrong: trying again cannot help
  not_found,    // what was asked for does not exist
  exists,       // it exists already, or somebody else was first
  unsupported,  // known, but this version cannot do it
  corrupt,      // bytes on disk are not what was written
  locked,       // another process holds it
  io,           // the operating system refused: the context has errno's text
  full,         // no space, or a bound was reached
  unavailable,  // a service did not answer: trying again may help
  timeout,      // a deadline passed: the outcome is unknown
  denied,       // not allowed
  cancelled,    // shutting down
};

const boost::system::error_category& error_category() noexcept;
boost::system::error_code make_error_code(errc) noexcept;

// A failure: its kind, and a sentence for a person that says what is wrong, where, and what to do.
struct error {
  boost::system::error_code code;
  std::string context;

  error() = default;
  error(errc kind, std::string text) : code(make_error_code(kind)), context(std::move(text)) {}
  error(boost::system::error_code c, std::string text) : code(c), context(std::move(text)) {}

  // "context: kind", for logs and start-up messages.
  std::string message() const;
  bool is(errc kind) const noexcept { return code == make_error_code(kind); }
};

// From errno, with what was being done: io, or full for ENOSPC and EDQUOT.
error errno_error(int number, std::string doing);

template <class T = void>
using result = boost::system::result<T, error>;

// Lets result<T>::value() throw where a failure is a broken invariant (tests, start-up).
[[noreturn]] void throw_exception_from_error(const error&, const boost::source_location&);

}  // namespace jembatan::inline base

namespace boost::system {
template <>
struct is_error_code_enum<jembatan::base::errc> : std::true_type {};
}  // namespace boost::system

#define JB_JOIN_(a, b) a##b
#define JB_JOIN(a, b) JB_JOIN_(a, b)
// JB_TRY(auto x, f()): x = f()'s value, or return f()'s error from the enclosing function.
#define JB_TRY(declaration, ...) JB_TRY_(JB_JOIN(jb_try_, __LINE__), declaration, __VA_ARGS__)
#define JB_TRY_(name, declaration, ...)                 \
  auto name = (__VA_ARGS__);                            \
  if (name.has_error()) return std::move(name).error(); \
  declaration = std::move(*name)
// JB_CHECK(f()): return f()'s error from the enclosing function, go on if there is none.
#define JB_CHECK(...)                                                                            \
  do {                                                                                           \
    if (auto jb_check = (__VA_ARGS__); jb_check.has_error()) return std::move(jb_check).error(); \
  } while (false)

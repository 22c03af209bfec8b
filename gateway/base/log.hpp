#pragma once
// Operational log: one JSON object a line on stderr. Never a name, NIP, e-mail, token or body: ids, counts and reasons
// only. A line about an event carries its receipt ("receipt"), one about a record its id ("record"): so one event can
// be followed from the door to the target. Safe from any thread; a line is written whole.
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace jembatan::inline base {

namespace log {

enum class level { debug, info, warning, error };

struct field {
  std::string_view key;
  std::variant<std::int64_t, bool, double, std::string_view> value;

  field(std::string_view k, bool v) : key(k), value(v) {}
  field(std::string_view k, double v) : key(k), value(v) {}
  field(std::string_view k, std::string_view v) : key(k), value(v) {}
  field(std::string_view k, const std::string& v) : key(k), value(std::string_view(v)) {}
  field(std::string_view k, const char* v) : key(k), value(std::string_view(v)) {}
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool>) field(std::string_view k, Integer v)
      : key(k), value(static_cast<std::int64_t>(v)) {}
};

// {"at":"...","level":"info","part":"journal","event":"segment begun",...fields}. `part` is the folder's name, `event`
// a fixed text that can be searched for; what varies goes into fields.
void write(level, std::string_view part, std::string_view event, std::span<const field>);
inline void write(level l, std::string_view part, std::string_view event, std::initializer_list<field> f = {}) {
  write(l, part, event, std::span(f.begin(), f.size()));
}

inline void debug(std::string_view part, std::string_view event, std::initializer_list<field> f = {}) {
  write(level::debug, part, event, f);
}
inline void info(std::string_view part, std::string_view event, std::initializer_list<field> f = {}) {
  write(level::info, part, event, f);
}
inline void warning(std::string_view part, std::string_view event, std::initializer_list<field> f = {}) {
  write(level::warning, part, event, f);
}
inline void error(std::string_view part, std::string_view event, std::initializer_list<field> f = {}) {
  write(level::error, part, event, f);
}

// Lines below this level are dropped. Default info. Lines of single events are `debug`: at full load they are the
// larger part of the work.
void set_level(level);
// Whether lines of this level are written: asked before fields are made that cost something.
bool enabled(level);
// "debug", "info", "warning", "error".
std::optional<level> level_from(std::string_view);

// Fields that every line of this thread carries while it lives, also those of the parts that it calls.
class scope {
 public:
  explicit scope(std::initializer_list<std::pair<std::string, std::string>>);
  ~scope();
  scope(const scope&) = delete;
  scope& operator=(const scope&) = delete;

 private:
  const std::vector<std::pair<std::string, std::string>> fields_;
  const scope* outer_;
  friend void write(level, std::string_view, std::string_view, std::span<const field>);
};

}  // namespace log
}  // namespace jembatan::inline base

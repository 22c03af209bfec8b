#pragma once
// How a part declares its options: one function visits a plain struct with defaults, and the same visit loads it from
// YAML (config/loader.hpp) and documents it (config/reference.hpp). Errors are collected by the loader with file:line,
// never thrown.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/quantity.hpp"
#include "base/time.hpp"

namespace jembatan::inline base {

// A secret that stands in a file of its own. The loader reads it (file.hpp, read_secret) and reports a missing or empty
// file at the line that names it.
struct secret_file {
  std::filesystem::path file;
  std::string value;
  bool given() const { return !file.empty(); }
};

// What the reference says of an option.
struct about {
  std::string_view text;               // one sentence or two, for an operator
  bool required = false;               // an error if it is not written
  bool reload = false;                 // SIGHUP takes it over; else a restart
  std::string_view default_text = {};  // where the default is no constant ("<data_dir>/keys/pseudonym")
};

class option_visitor {
 public:
  virtual ~option_visitor() = default;

  virtual void option(std::string_view key, bool&, about) = 0;
  virtual void option(std::string_view key, std::int64_t&, std::int64_t least, std::int64_t most, about) = 0;
  virtual void option(std::string_view key, duration&, about) = 0;
  virtual void option(std::string_view key, byte_size&, about) = 0;
  virtual void option(std::string_view key, std::string&, about) = 0;
  virtual void option(std::string_view key, std::filesystem::path&, about) = 0;  // relative to the file that names it
  virtual void option(std::string_view key, secret_file&, about) = 0;
  virtual void option(std::string_view key, std::optional<date>&, about) = 0;
  virtual void option(std::string_view key, std::vector<std::string>&, about) = 0;
  virtual void option(std::string_view key, std::vector<secret_file>&, about) = 0;
  virtual void percent(std::string_view key, int&, about) = 0;
  // One of the allowed words.
  virtual void choice(std::string_view key, std::string&, std::vector<std::string_view> allowed, about) = 0;

  // A nested mapping with keys of its own. Visited even when it is not written, so that its defaults are documented.
  virtual void section(std::string_view key, about, const std::function<void(option_visitor&)>&) = 0;
  // A mapping from a name that the operator chooses to a section: called once per entry that is written (once with the
  // name
  // "<id>" when documenting).
  virtual void named(std::string_view key, about,
                     const std::function<void(const std::string& name, option_visitor&)>&) = 0;
  // A sequence of sections: called once per element that is written (once when documenting).
  virtual void sequence(std::string_view key, about, const std::function<void(option_visitor&)>&) = 0;

  // The key is known, and writing it is refused as not yet supported.
  virtual void unsupported(std::string_view key, about) = 0;

  // Whether the key is written in the section that is being visited.
  virtual bool given(std::string_view key) const = 0;
  // Adds an error at the line of the key (or of the section when it is not written): for combinations.
  virtual void reject(std::string_view key, std::string why_and_what_to_do) = 0;
  // True while the reference is being generated: nothing is loaded then, checks of combinations are left out.
  virtual bool documenting() const = 0;
};

}  // namespace jembatan::inline base

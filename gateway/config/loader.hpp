#pragma once
// Strict loading of a YAML file into plain structs. The parts describe their options once (base/option.hpp); the loader
// walks the file by that description and collects *all* that is wrong, each with its line and what to do: unknown,
// duplicate and missing keys, wrong types and units, values out of range, secrets that cannot be read, keys that this
// version cannot honour.
//
// What it left alone keeps its default. After any diagnostic the structs are partly filled and must not be used: start
// is refused, a reload keeps what was in force. Loading has no state of its own and may run on any thread.
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "config/diagnostic.hpp"
#include "config/visitor.hpp"

namespace jembatan::config {

// Visits everything that the file may hold. Lambdas over option_visitor& fit as well.
using describe_function = std::function<void(visitor&)>;
// How a secret's file is read (base/file.hpp, read_secret); replaced in tests and where no file may be touched.
using secret_reader = std::function<result<std::string>(const std::filesystem::path&)>;

// What a text is taken for.
struct origin {
  std::string file;                 // as diagnostics name it
  std::filesystem::path directory;  // relative paths in it are relative to this
  secret_reader read_secret;        // jembatan::read_secret when empty
};

// Path of a key -> the text of its value as it is written, items of a list on lines of their own.
using written_keys = std::map<std::string, std::string>;

// Reads and loads a file; no diagnostics means loaded. Relative paths are relative to the file's directory.
[[nodiscard]] diagnostics load(const std::filesystem::path& file, const describe_function&);

// The same for a text. Any bytes are allowed. `fixed`, if given, gets what is written of the keys that a reload does
// not take over (about::reload).
[[nodiscard]] diagnostics load_text(std::string_view yaml, const origin&, const describe_function&,
                                    written_keys* fixed = nullptr);

}  // namespace jembatan::config

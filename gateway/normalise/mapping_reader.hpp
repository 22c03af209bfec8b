#pragma once
// Reads and compiles the files of one folder of mappings. Diagnostics name file and line; nothing is returned for a
// file that has any.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "normalise/mapping.hpp"
#include "normalise/plan.hpp"

namespace jembatan::normalise {

// source.yaml: where the type and the time of a raw event stand. `name` is what diagnostics call the file.
std::optional<source_type> read_source_type(const std::string& name, const std::string& bytes,
                                            std::vector<diagnostic>&);

// A mapping; its time is that of source.yaml (`source_bytes`) where it names none of its own.
std::unique_ptr<mapping> read_mapping(const std::string& name, const std::string& bytes,
                                      const std::string& source_bytes, std::vector<diagnostic>&);

}  // namespace jembatan::normalise

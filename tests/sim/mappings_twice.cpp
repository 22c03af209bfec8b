#include "sim/mappings_twice.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>

namespace jembatan::sim {
namespace {

namespace fs = std::filesystem;

std::shared_ptr<const normalise::plan> load(const fs::path& folder) {
  std::vector<normalise::diagnostic> problems;
  auto plan = normalise::plan::load(folder, "simulated pseudonym key", problems);
  for (const auto& p : problems) std::cerr << p.file << ":" << p.line << ": " << p.text << "\n";
  return plan;
}

}  // namespace

mappings load_mappings_twice(const fs::path& folder) {
  auto name = (fs::temp_directory_path() / "jembatan-sim-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) return {};
  fs::copy(folder, name, fs::copy_options::recursive);
  for (const auto& entry : fs::recursive_directory_iterator(name))
    if (entry.path().extension() == ".yaml") std::ofstream(entry.path(), std::ios::app) << "# mended\n";
  mappings both{load(folder), load(name)};
  fs::remove_all(name);
  return both;
}

}  // namespace jembatan::sim

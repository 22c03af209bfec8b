#pragma once
// All registers from disk, for start, SIGHUP and `jembatan check`: everything that is configured, or everything that is
// wrong with it. The ledger holds what is in force; a digest tells it whether a file changed (SEMANTICS.md 7). Any
// thread.
#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "base/time.hpp"
#include "registers/accounts.hpp"
#include "registers/catalogue.hpp"
#include "registers/certificates.hpp"
#include "registers/people.hpp"

namespace jembatan::registers {

// Where they lie. An empty path: not configured, so empty and without a digest.
struct register_paths {
  std::filesystem::path people;
  std::filesystem::path accounts;
  std::filesystem::path trainings;
  std::filesystem::path certificates{};
};

struct register_context {
  date today;                                         // in WIB; bounds what dates of appointment are believed
  std::optional<std::set<std::string>> sources;       // ids of all configured sources; unchecked when absent
  std::optional<std::set<std::string>> zoom_sources;  // of those of type zoom
};

struct loaded_registers {
  people_register people;
  accounts_register accounts;
  catalogue trainings;
  certificates_register certificates;
  config::diagnostics problems;  // of all of them, theirs moved here; empty is good, else nothing of it may be used
  config::diagnostics warnings;  // nothing is refused for these
};

loaded_registers read_registers(const register_paths&, const register_context&);

}  // namespace jembatan::registers

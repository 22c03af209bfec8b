#pragma once
// From the configured files into the ledger, where they come into force (SEMANTICS.md 7): all of them whole, or refused
// whole with every reason; then the version before stays in force. One call at a time.
#include <string>
#include <vector>

#include "app/settings.hpp"
#include "base/clock.hpp"
#include "ledger/ledger.hpp"
#include "registers/registers.hpp"

namespace jembatan::app {

// More removed rows than this need the operator's word.
inline constexpr std::int64_t removals_without_word = 20;

struct register_outcome {
  std::vector<std::string> problems;  // empty: in force. Else nothing was imported, each line says where and what to do
  std::vector<std::string> warnings;
  ledger::import_reports reports;
};

struct import_wish {
  std::int64_t allow_removals = removals_without_word;
  std::string only{};         // name of one register; all of them when empty
  bool compare_only = false;  // say what would change, and change nothing
};

registers::loaded_registers read_configured_registers(const settings&, time_point now);

register_outcome import_registers(registers::loaded_registers, ledger::ledger&, const std::string& actor,
                                  const import_wish&);

}  // namespace jembatan::app

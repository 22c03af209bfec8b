#pragma once
// What the admin API answers, as JSON (INTERFACES.md 8). Pure: values in, text out.
#include <map>
#include <string>
#include <vector>

#include "app/balance.hpp"
#include "app/graph.hpp"
#include "app/register_import.hpp"
#include "ledger/ledger.hpp"

namespace jembatan::app {

struct status_facts {
  std::string config_digest;       // over all that a reload takes over (graph.hpp)
  std::string config_file_digest;  // of gateway.yaml alone
  time_point config_loaded_at;
  std::string mappings_digest;
  register_digests registers;
  std::int64_t dirty = 0;
  std::map<std::string, source_balance> sources;
  std::map<std::string, std::map<std::string, std::int64_t>> deliveries;  // target -> state -> n
  std::vector<ledger::target_state> targets;
  std::vector<std::string> degraded;
};

std::string status_json(const status_facts&);
// {"version":1,"records":[...]}; the records are JSON texts already.
std::string records_json(const std::vector<std::string>& records);
std::string deliveries_json(const std::vector<ledger::delivery>&);
// {"version":1,"problems":[...],"warnings":[...],"detail":"...","registers":{"people":{"changed":true,"diff":[...]}}}
std::string import_json(const register_outcome&);
std::string topic_json(const eventlog::slice&);

}  // namespace jembatan::app

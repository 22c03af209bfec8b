#pragma once
// The whole configuration: the parts' options joined (INTERFACES.md 1). Plain values; loading is strict and reports
// every mistake at once with file:line.
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "config/diagnostic.hpp"
#include "config/loader.hpp"
#include "delivery/config.hpp"
#include "ekinerja/config.hpp"
#include "eventlog/embedded/log.hpp"
#include "journal/config.hpp"
#include "ledger/config.hpp"
#include "net/config.hpp"
#include "normalise/plan.hpp"
#include "xapi/config.hpp"
#include "zoom/config.hpp"

namespace jembatan::app {

struct source_settings {
  std::string type;  // "zoom" | "xapi": of which the options count
  zoom::options zoom = {};
  xapi::options xapi = {};
};

struct target_settings {
  std::string type;  // "ekinerja"
  delivery::target_options common;
  ekinerja::options ekinerja;
};

struct settings {
  std::filesystem::path file;
  std::string digest;          // SHA-256 hex of the file's bytes
  config::written_keys fixed;  // what is written of keys that need a restart
  std::string environment = "production";
  std::string node = "node-1";
  std::vector<std::string> roles{"gateway", "adapters", "api"};
  std::string public_url;
  std::string log_level = "info";
  std::filesystem::path data_dir = "/var/lib/jembatan";
  std::filesystem::path mappings;  // empty: beside the program
  net::options listen;
  std::map<std::string, source_settings> sources;
  std::string eventlog_kind = "embedded";
  duration eventlog_keep = std::chrono::days{35};
  ledger::options ledger;
  journal::options journal;
  std::filesystem::path people;
  std::filesystem::path accounts;
  std::filesystem::path trainings;
  std::filesystem::path certificates;
  secret_file pseudonym_key;
  std::map<std::string, target_settings> targets;
  delivery::options delivery;

  bool has_role(std::string_view role) const;
};

// Visits every key of the file: for the loader and for the reference.
void describe(option_visitor&, settings&);

struct loaded_settings {
  settings values;
  config::diagnostics problems;  // empty is good; else `values` must not be used
};
loaded_settings load_settings(const std::filesystem::path& file);

// Markdown of all options: what `jembatan config reference` prints.
std::string settings_reference();

// Where the service of this configuration keeps its data, even when the rest of the file is wrong: commands that talk
// to the running service need no more. not_found or invalid with a sentence for the operator.
result<std::filesystem::path> find_data_dir(const std::filesystem::path& file);

// The source's options that its mappings may name.
normalise::parameters mapping_parameters(const source_settings&);

// The configured folder of mappings, else share/jembatan/mappings or mappings/ near the program.
std::filesystem::path mappings_directory(const settings&);

}  // namespace jembatan::app

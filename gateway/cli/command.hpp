#pragma once
// What the commands share. One command = one file; each registers itself with the command line parser and answers with
// an exit code: 0 good, 1 checked and bad, 2 usage or configuration, 3 `serve` cannot be reached or lacks the role
// (INTERFACES.md 8). Only this folder writes to stdout.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>

namespace jembatan::cli {

inline constexpr int exit_good = 0;
inline constexpr int exit_bad = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_unreachable = 3;

// What the parser has read, and the command that it chose.
struct invocation {
  std::filesystem::path config;  // --config, else $JEMBATAN_CONFIG, else /etc/jembatan/gateway.yaml
  bool json = false;
  std::function<int()> run;
};

// A subcommand with --config; `json`: and with --json. Its action is `run`.
CLI::App* add_command(CLI::App& parent, invocation&, const std::string& name, const std::string& text, bool json,
                      std::function<int()> run);

void add_serve(CLI::App&, invocation&);
void add_check(CLI::App&, invocation&);
void add_config(CLI::App&, invocation&);
void add_map(CLI::App&, invocation&);
void add_status(CLI::App&, invocation&);
void add_records(CLI::App&, invocation&);
void add_people(CLI::App&, invocation&);
void add_accounts(CLI::App&, invocation&);
void add_trainings(CLI::App&, invocation&);
void add_certificates(CLI::App&, invocation&);
void add_held(CLI::App&, invocation&);
void add_deliveries(CLI::App&, invocation&);
void add_explain(CLI::App&, invocation&);

// Parses and runs. Help goes to stdout, errors to stderr.
int run(int argc, const char* const* argv);

}  // namespace jembatan::cli

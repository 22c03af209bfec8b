#include "cli/command.hpp"

#include <cstdlib>
#include <iostream>

namespace jembatan::cli {
namespace {

std::filesystem::path default_config() {
  const char* named = std::getenv("JEMBATAN_CONFIG");
  return named != nullptr && *named != '\0' ? named : "/etc/jembatan/gateway.yaml";
}

}  // namespace

CLI::App* add_command(CLI::App& parent, invocation& call, const std::string& name, const std::string& text, bool json,
                      std::function<int()> action) {
  auto* command = parent.add_subcommand(name, text);
  command->add_option("--config", call.config,
                      "Configuration file (default $JEMBATAN_CONFIG or /etc/jembatan/gateway.yaml)");
  if (json) command->add_flag("--json", call.json, "Print one JSON object");
  command->callback([&call, action = std::move(action)] { call.run = action; });
  return command;
}

int run(int argc, const char* const* argv) {
  CLI::App app("Jembatan: from training events to civil servants' training records", "jembatan");
  app.set_version_flag("--version", JB_VERSION);
  app.require_subcommand(1);
  invocation call;
  call.config = default_config();
  for (const auto add : {add_serve, add_check, add_config, add_map, add_status, add_records, add_people, add_accounts,
                         add_trainings, add_certificates, add_held, add_deliveries, add_explain})
    add(app, call);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e, std::cout, std::cerr) == 0 ? exit_good : exit_usage;
  }
  return call.run();
}

}  // namespace jembatan::cli

// jembatan config reference: every key, its default and what it means.
#include <iostream>

#include "app/settings.hpp"
#include "cli/command.hpp"

namespace jembatan::cli {

void add_config(CLI::App& parent, invocation& call) {
  auto* config = parent.add_subcommand("config", "About the configuration");
  config->require_subcommand(1);
  auto* reference = config->add_subcommand("reference", "Print the reference of all keys (Markdown)");
  reference->callback([&call] {
    call.run = [] {
      std::cout << app::settings_reference();
      return exit_good;
    };
  });
}

}  // namespace jembatan::cli

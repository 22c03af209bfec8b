// jembatan held list: who waits for a person's decision, and why.
#include <iostream>
#include <map>

#include "cli/admin_client.hpp"
#include "cli/command.hpp"
#include "cli/json_fields.hpp"
#include "cli/table.hpp"

namespace jembatan::cli {
namespace {

// Zoom sends every meeting of the account: a count per meeting says more than a thousand rows (SEMANTICS.md 2.5).
void print_groups(const boost::json::array& held) {
  std::map<std::pair<std::string, std::string>, int> groups;
  for (const auto& h : held) ++groups[{text_at(h, "reason"), text_at(h, "meeting_id")}];
  table t({"REASON", "MEETING", "CONNECTIONS"});
  for (const auto& [group, n] : groups) t.add({group.first, group.second, std::to_string(n)});
  t.print(std::cout);
}

int list(const invocation& call) {
  const auto got = ask_service(call.config, "GET", "/admin/v1/held");
  if (got.exit_code != exit_good) return got.exit_code;
  if (call.json) {
    std::cout << got.text << '\n';
    return exit_good;
  }
  const auto& held = array_at(got.value, "held");
  if (held.empty()) {
    std::cout << "nothing is held\n";
    return exit_good;
  }
  print_groups(held);
  std::cout << '\n';
  table t({"ID", "REASON", "MEETING", "TRAINING", "EVENTS", "SINCE", "HINT"});
  for (const auto& h : held)
    t.add({text_at(h, "id"), text_at(h, "reason"), text_at(h, "meeting_id"), text_at(h, "training"),
           text_at(h, "events"), text_at(h, "since"), text_at(h, "hint")});
  t.print(std::cout);
  return exit_good;
}

}  // namespace

void add_held(CLI::App& parent, invocation& call) {
  auto* held =
      parent.add_subcommand("held", "Events that wait for a person: unknown people, unknown trainings, conflicts");
  held->require_subcommand(1);
  add_command(*held, call, "list", "Show what is held, and why", true, [&call] { return list(call); });
}

}  // namespace jembatan::cli

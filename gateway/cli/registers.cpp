// jembatan accounts|trainings|certificates list|import|diff, and what `people` shares with them.
#include <iostream>

#include "cli/admin_client.hpp"
#include "cli/json_fields.hpp"
#include "cli/register_commands.hpp"
#include "cli/table.hpp"

namespace jembatan::cli {
namespace {

int list(const invocation& call, const std::string& name, const columns& shown) {
  const auto got = ask_service(call.config, "GET", "/admin/v1/" + name);
  if (got.exit_code != exit_good) return got.exit_code;
  if (call.json) {
    std::cout << got.text << '\n';
    return exit_good;
  }
  std::vector<std::string> heading;
  for (const auto& c : shown) heading.push_back(c.first);
  table t(std::move(heading));
  for (const auto& row : array_at(got.value, name)) {
    std::vector<std::string> cells;
    for (const auto& c : shown) cells.push_back(text_at(row, c.second));
    t.add(std::move(cells));
  }
  if (t.empty())
    std::cout << "the register is empty\n";
  else
    t.print(std::cout);
  return exit_good;
}

void print_report(const std::string& name, const boost::json::value& report) {
  if (text_at(report, "changed") != "true") {
    std::cout << name << ": unchanged\n";
    return;
  }
  std::cout << name << ": " << text_at(report, "added") << " added, " << text_at(report, "changed_rows") << " changed, "
            << text_at(report, "removed") << " removed\n";
  for (const auto& line : array_at(report, "diff")) std::cout << "  " << line.as_string() << '\n';
}

int import(const invocation& call, const std::string& parameters) {
  const auto got = ask_service(call.config, "POST", "/admin/v1/registers/import?" + parameters);
  if (got.exit_code != exit_good) return got.exit_code;
  if (call.json) {
    std::cout << got.text << '\n';
    return exit_good;
  }
  for (const auto& w : array_at(got.value, "warnings")) std::cerr << "warning: " << w.as_string() << '\n';
  for (const auto& [name, report] : got.value.at("registers").as_object()) print_report(name, report);
  return exit_good;
}

CLI::App* add_group(CLI::App& parent, const std::string& name, const std::string& text) {
  auto* group = parent.add_subcommand(name, text);
  group->require_subcommand(1);
  return group;
}

}  // namespace

void add_register_commands(CLI::App& group, invocation& call, const std::string& name, columns shown) {
  add_command(group, call, "list", "Show what is in force", true,
              [&call, name, shown = std::move(shown)] { return list(call, name, shown); });
  const auto removals = std::make_shared<std::int64_t>(20);
  add_command(
      group, call, "import",
      "Bring the configured file into force, whole or not at all, and show what changed. All configured files "
      "must be good",
      true,
      [&call, name, removals] { return import(call, "only=" + name + "&allow_removals=" + std::to_string(*removals)); })
      ->add_option("--allow-removals", *removals, "How many rows may disappear (default 20)")
      ->check(CLI::NonNegativeNumber);
  add_command(group, call, "diff", "Show what an import would change; nothing is changed", true,
              [&call, name] { return import(call, "compare=1&only=" + name); });
}

void add_accounts(CLI::App& parent, invocation& call) {
  add_register_commands(*add_group(parent, "accounts", "The register of accounts at the senders"), call, "accounts",
                        {{"PERSON", "person_id"},
                         {"SOURCE", "source"},
                         {"HOME PAGE", "home_page"},
                         {"ACCOUNT", "account"},
                         {"DARI", "berlaku_dari"},
                         {"SAMPAI", "berlaku_sampai"}});
}

void add_trainings(CLI::App& parent, invocation& call) {
  add_register_commands(*add_group(parent, "trainings", "The training catalogue"), call, "trainings",
                        {{"ID", "id"},
                         {"FROM", "from"},
                         {"TO", "to"},
                         {"JP", "jp"},
                         {"ENROLMENT", "enrolment"},
                         {"LISTED", "participants"},
                         {"SESSIONS", "sessions"},
                         {"MODULES", "modules"},
                         {"TITLE", "title"}});
}

void add_certificates(CLI::App& parent, invocation& call) {
  add_register_commands(
      *add_group(parent, "certificates", "The register of certificates"), call, "certificates",
      {{"TRAINING", "training"}, {"PERSON", "person_id"}, {"NUMBER", "number"}, {"DATE", "date"}, {"LINK", "link"}});
}

}  // namespace jembatan::cli

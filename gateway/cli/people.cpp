// jembatan people list|import: the register of people that is in force, and bringing the configured files into force.
#include <iostream>

#include "cli/admin_client.hpp"
#include "cli/command.hpp"
#include "cli/json_fields.hpp"
#include "cli/table.hpp"

namespace jembatan::cli {
namespace {

int list(const invocation& call) {
  const auto got = ask_service(call.config, "GET", "/admin/v1/people");
  if (got.exit_code != exit_good) return got.exit_code;
  if (call.json) {
    std::cout << got.text << '\n';
    return exit_good;
  }
  table t({"PERSON", "NIP", "JENIS", "NAMA", "OPD", "SKPD", "DARI", "SAMPAI"});
  for (const auto& p : array_at(got.value, "people"))
    t.add({text_at(p, "person_id"), text_at(p, "nip"), text_at(p, "jenis_nip"), text_at(p, "nama"),
           text_at(p, "kode_opd"), text_at(p, "kode_skpd"), text_at(p, "berlaku_dari"), text_at(p, "berlaku_sampai")});
  if (t.empty())
    std::cout << "the register of people is empty\n";
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

int import(const invocation& call, std::int64_t allow_removals) {
  const auto got =
      ask_service(call.config, "POST", "/admin/v1/registers/import?allow_removals=" + std::to_string(allow_removals));
  if (got.exit_code != exit_good) return got.exit_code;
  if (call.json) {
    std::cout << got.text << '\n';
    return exit_good;
  }
  for (const auto& w : array_at(got.value, "warnings")) std::cerr << "warning: " << w.as_string() << '\n';
  for (const auto& [name, report] : got.value.at("registers").as_object()) print_report(name, report);
  return exit_good;
}

}  // namespace

void add_people(CLI::App& parent, invocation& call) {
  auto* people = parent.add_subcommand("people", "The register of people");
  people->require_subcommand(1);
  add_command(*people, call, "list", "Show the register that is in force", true, [&call] { return list(call); });
  const auto removals = std::make_shared<std::int64_t>(20);
  auto* reading =
      add_command(*people, call, "import", "Read the configured registers and the catalogue anew and show what changed",
                  true, [&call, removals] { return import(call, *removals); });
  reading->add_option("--allow-removals", *removals, "How many rows of a register may disappear (default 20)")
      ->check(CLI::NonNegativeNumber);
}

}  // namespace jembatan::cli

// jembatan people list|import|diff|jp: the register of people, and the training hours of everybody in it.
#include <iostream>

#include "cli/admin_client.hpp"
#include "cli/json_fields.hpp"
#include "cli/register_commands.hpp"
#include "cli/table.hpp"

namespace jembatan::cli {
namespace {

int hours(const invocation& call, int year) {
  const auto got = ask_service(call.config, "GET", "/admin/v1/people/jp?year=" + std::to_string(year));
  if (got.exit_code != exit_good) return got.exit_code;
  if (call.json) {
    std::cout << got.text << '\n';
    return exit_good;
  }
  table t({"PERSON", "NIP", "NAMA", "OPD", "JP", "PROVISIONAL", "DUTY " + text_at(got.value, "duty")});
  int met = 0, all = 0;
  for (const auto& p : array_at(got.value, "people")) {
    const bool enough = text_at(p, "met") == "true";
    ++all;
    met += enough ? 1 : 0;
    t.add({text_at(p, "person_id"), text_at(p, "nip"), text_at(p, "nama"), text_at(p, "kode_opd"), text_at(p, "jp"),
           text_at(p, "provisional"), enough ? "met" : "open"});
  }
  t.print(std::cout);
  std::cout << met << " of " << all << " have their " << text_at(got.value, "duty") << " JP of " << year << '\n';
  return exit_good;
}

}  // namespace

void add_people(CLI::App& parent, invocation& call) {
  auto* people = parent.add_subcommand("people", "The register of people");
  people->require_subcommand(1);
  add_register_commands(*people, call, "people",
                        {{"PERSON", "person_id"},
                         {"NIP", "nip"},
                         {"JENIS", "jenis_nip"},
                         {"NAMA", "nama"},
                         {"OPD", "kode_opd"},
                         {"SKPD", "kode_skpd"},
                         {"DARI", "berlaku_dari"},
                         {"SAMPAI", "berlaku_sampai"}});
  const auto year = std::make_shared<int>(0);
  add_command(*people, call, "jp",
              "Show everybody's training hours of one year: JP of final records whose outcome is lulus, and of those "
              "that may still change",
              true, [&call, year] { return hours(call, *year); })
      ->add_option("--year", *year, "Year of the trainings' end")
      ->required()
      ->check(CLI::Range(1900, 9999));
}

}  // namespace jembatan::cli

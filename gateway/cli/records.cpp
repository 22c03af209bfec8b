// jembatan records: the training records as they stand.
#include <iostream>

#include "cli/admin_client.hpp"
#include "cli/command.hpp"
#include "cli/json_fields.hpp"
#include "cli/table.hpp"

namespace jembatan::cli {
namespace {

struct filter {
  std::string training;
  std::string person;
};

std::string minutes(const boost::json::value& record) {
  std::string text;
  for (const auto& s : array_at(record, "sessions"))
    text += (text.empty() ? "" : " ") + text_at(s, "id") + ":" + text_at(s, "minutes") + "/" + text_at(s, "required");
  return text;
}

int show(const invocation& call, const filter& f) {
  std::string target = "/admin/v1/records?training=" + encode_query(f.training) + "&person=" + encode_query(f.person);
  const auto got = ask_service(call.config, "GET", target);
  if (got.exit_code != exit_good) return got.exit_code;
  if (call.json) {
    std::cout << got.text << '\n';
    return exit_good;
  }
  table t({"PERSON", "NIP", "TRAINING", "STATUS", "OUTCOME", "JP", "MINUTES", "REV", "REASONS"});
  for (const auto& r : array_at(got.value, "records")) {
    const auto& person = r.at("person");
    const auto& training = r.at("training");
    t.add({text_at(person, "person_id"), text_at(person, "nip"), text_at(training, "id"), text_at(r, "status"),
           text_at(r, "outcome"), text_at(training, "jp"), minutes(r), text_at(r, "revision"), text_at(r, "reasons")});
  }
  if (t.empty())
    std::cout << "no records yet\n";
  else
    t.print(std::cout);
  return exit_good;
}

}  // namespace

void add_records(CLI::App& parent, invocation& call) {
  const auto f = std::make_shared<filter>();
  auto* command =
      add_command(parent, call, "records", "Show the training records", true, [&call, f] { return show(call, *f); });
  command->add_option("--training", f->training, "Only this training's");
  command->add_option("--person", f->person, "Only this person_id's");
}

}  // namespace jembatan::cli

// jembatan deliveries list|show|retry: what each target should hold and does hold.
#include <iostream>

#include "cli/admin_client.hpp"
#include "cli/command.hpp"
#include "cli/json_fields.hpp"
#include "cli/table.hpp"

namespace jembatan::cli {
namespace {

struct choice {
  std::string target;
  std::string state;
  std::string id;
};

int list(const invocation& call, const choice& c) {
  const auto got = ask_service(
      call.config, "GET", "/admin/v1/deliveries?target=" + encode_query(c.target) + "&state=" + encode_query(c.state));
  if (got.exit_code != exit_good) return got.exit_code;
  if (call.json) {
    std::cout << got.text << '\n';
    return exit_good;
  }
  table t({"ID", "TARGET", "PERSON", "TRAINING", "STATE", "WANTED", "KNOWN", "REMOTE", "TRIES", "REASON"});
  for (const auto& d : array_at(got.value, "deliveries"))
    t.add({text_at(d, "id"), text_at(d, "target"), text_at(d, "person_id"), text_at(d, "training"), text_at(d, "state"),
           text_at(d, "wanted_revision"), text_at(d, "known_revision"), text_at(d, "remote_id"), text_at(d, "attempts"),
           text_at(d, "reason")});
  if (t.empty())
    std::cout << "no deliveries\n";
  else
    t.print(std::cout);
  return exit_good;
}

int show(const invocation& call, const choice& c) {
  const auto got = ask_service(call.config, "GET", "/admin/v1/deliveries/" + encode_query(c.id));
  if (got.exit_code != exit_good) return got.exit_code;
  if (call.json) {
    std::cout << got.text << '\n';
    return exit_good;
  }
  for (const auto& d : array_at(got.value, "deliveries"))
    for (const auto& field : d.as_object()) std::cout << field.key() << ": " << text_at(d, field.key()) << '\n';
  return exit_good;
}

int retry(const invocation& call, const choice& c) {
  const auto got = ask_service(call.config, "POST", "/admin/v1/deliveries/" + encode_query(c.id) + "/retry");
  if (got.exit_code == exit_good) std::cout << "delivery " << c.id << " is due again\n";
  return got.exit_code;
}

}  // namespace

void add_deliveries(CLI::App& parent, invocation& call) {
  const auto c = std::make_shared<choice>();
  auto* deliveries = parent.add_subcommand("deliveries", "What each target should hold and is known to hold");
  deliveries->require_subcommand(1);
  auto* listing =
      add_command(*deliveries, call, "list", "Show deliveries", true, [&call, c] { return list(call, *c); });
  listing->add_option("--target", c->target, "Only this target's");
  listing->add_option("--state", c->state, "Only in this state: waiting due sending unknown parked done");
  auto* one = add_command(*deliveries, call, "show",
                          "Show one delivery with the target's last answer, in dry run the exact requests", true,
                          [&call, c] { return show(call, *c); });
  one->add_option("id", c->id, "Its id, as list shows it")->required();
  auto* again = add_command(*deliveries, call, "retry", "Make a parked delivery due again", false,
                            [&call, c] { return retry(call, *c); });
  again->add_option("id", c->id, "Its id, as list shows it")->required();
}

}  // namespace jembatan::cli

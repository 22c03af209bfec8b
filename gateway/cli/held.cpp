// jembatan held list|show|assign|unassign: who waits for a person's decision and why, and the decision.
#include <array>
#include <boost/json/object.hpp>
#include <iostream>
#include <map>

#include "cli/admin_client.hpp"
#include "cli/command.hpp"
#include "cli/json_fields.hpp"
#include "cli/table.hpp"

namespace jembatan::cli {
namespace {

// What the held party was at: a meeting, or an activity of a learning system.
std::string place_of(const boost::json::value& h) {
  const auto meeting = text_at(h, "meeting_id");
  return meeting.empty() ? text_at(h, "activity") : meeting;
}

// Who it was, as the source names them: the account of a learning system, nobody in particular in a meeting.
std::string account_of(const boost::json::value& h) {
  if (!text_at(h, "meeting_id").empty()) return {};
  const auto& party = h.at("party");
  const auto* account = party.is_object() ? party.as_object().if_contains("account") : nullptr;
  return account ? text_at(*account, "name") : text_at(party, "email");
}

// Zoom sends every meeting of the account, and a learning system everything that somebody does: a count per meeting or
// account says more than a thousand rows (SEMANTICS.md 2.5).
void print_groups(const boost::json::array& held) {
  std::map<std::array<std::string, 3>, int> groups;
  for (const auto& h : held) {
    const auto account = account_of(h);
    ++groups[{text_at(h, "reason"), text_at(h, "source"), account.empty() ? place_of(h) : "account " + account}];
  }
  table t({"REASON", "SOURCE", "MEETING OR ACCOUNT", "PARTIES"});
  for (const auto& [group, n] : groups) t.add({group[0], group[1], group[2], std::to_string(n)});
  t.print(std::cout);
}

void print_assigned(const boost::json::array& assigned) {
  if (assigned.empty()) return;
  std::cout << "\nassigned by operators:\n";
  table t({"ID", "SOURCE", "ACCOUNT", "HINT", "PERSON", "BY", "AT"});
  for (const auto& a : assigned)
    t.add({text_at(a, "id"), text_at(a, "source"), text_at(a, "account"), text_at(a, "hint"), text_at(a, "person_id"),
           text_at(a, "actor"), text_at(a, "at")});
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
  } else {
    print_groups(held);
    std::cout << '\n';
    table t({"ID", "REASON", "MEETING OR ACTIVITY", "TRAINING", "EVENTS", "SINCE", "HINT"});
    for (const auto& h : held)
      t.add({text_at(h, "id"), text_at(h, "reason"), place_of(h), text_at(h, "training"), text_at(h, "events"),
             text_at(h, "since"), text_at(h, "hint")});
    t.print(std::cout);
  }
  print_assigned(array_at(got.value, "assigned"));
  return exit_good;
}

void print_fields(const boost::json::value& all) {
  for (const auto& [name, value] : all.as_object()) std::cout << "  " << name << ": " << text_at(all, name) << '\n';
}

// The id in a path: with or without what `held list` puts before it.
std::string path_of(const std::string& id) {
  return "/admin/v1/held/" + encode_query(id.starts_with("hld:") ? id.substr(4) : id);
}

int show(const invocation& call, const std::string& id) {
  const auto got = ask_service(call.config, "GET", path_of(id));
  if (got.exit_code != exit_good) return got.exit_code;
  if (call.json) {
    std::cout << got.text << '\n';
    return exit_good;
  }
  for (const auto* part : {"held", "assigned"}) {
    const auto* found = got.value.as_object().if_contains(part);
    if (found == nullptr) continue;
    std::cout << part << '\n';
    print_fields(*found);
  }
  table t({"RECEIPT", "EVENT", "TYPE", "HAPPENED", "CLASS"});
  for (const auto& e : array_at(got.value, "events"))
    t.add({text_at(e, "receipt"), text_at(e, "index"), text_at(e, "type"), text_at(e, "happened_at"),
           text_at(e, "class")});
  if (!t.empty()) t.print(std::cout);
  return exit_good;
}

// `what`: "assign?person=...", "unassign".
int decide(const invocation& call, const std::string& id, const std::string& what) {
  const auto got = ask_service(call.config, "POST", path_of(id) + "/" + what);
  if (got.exit_code != exit_good) return got.exit_code;
  std::cout << (call.json ? got.text : text_at(got.value, "state")) << '\n';
  return exit_good;
}

}  // namespace

void add_held(CLI::App& parent, invocation& call) {
  auto* held =
      parent.add_subcommand("held", "Events that wait for a person: unknown people, unknown trainings, conflicts");
  held->require_subcommand(1);
  add_command(*held, call, "list", "Show what is held and why, and what operators assigned", true,
              [&call] { return list(call); });
  const auto id = std::make_shared<std::string>(), person = std::make_shared<std::string>();
  const auto with_id = [&](const char* name, const char* text, std::function<int()> run) {
    auto* command = add_command(*held, call, name, text, true, std::move(run));
    command->add_option("id", *id, "Id of the hold, as `held list` shows it")->required();
    return command;
  };
  with_id("show", "Show one hold, or one assignment, with its events", [&call, id] { return show(call, *id); });
  with_id("assign",
          "Say who it is. For a learning system this goes for all that the account does. It decides before everything "
          "else until it is taken back",
          [&call, id, person] { return decide(call, *id, "assign?person=" + encode_query(*person)); })
      ->add_option("--person", *person, "person_id of the register of people")
      ->required();
  with_id("unassign", "Take an assignment back", [&call, id] { return decide(call, *id, "unassign"); });
}

}  // namespace jembatan::cli

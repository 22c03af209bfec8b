// jembatan status: is every accepted event accounted for, and how are the targets. Exit 1 when an equation does not
// balance.
#include <iostream>

#include "cli/admin_client.hpp"
#include "cli/command.hpp"
#include "cli/json_fields.hpp"
#include "cli/table.hpp"

namespace jembatan::cli {
namespace {

void print_sources(const boost::json::value& status) {
  table t(
      {"SOURCE", "ACCEPTED", "RECORDED", "HELD", "IGNORED", "UNMAPPED", "DUPLICATE", "DEAD", "IN FLIGHT", "BALANCED"});
  for (const auto& [id, s] : status.at("sources").as_object())
    t.add({std::string(id), text_at(s, "accepted"), text_at(s, "recorded"), text_at(s, "held"), text_at(s, "ignored"),
           text_at(s, "unmapped"), text_at(s, "duplicate"), text_at(s, "dead"), text_at(s, "in_flight"),
           text_at(s, "balanced") == "true" ? "yes" : "NO"});
  t.print(std::cout);
}

void print_targets(const boost::json::value& status) {
  for (const auto& [id, target] : status.at("targets").as_object()) {
    std::cout << "target " << id << ":";
    for (const auto& [state, n] : target.at("deliveries").as_object()) std::cout << ' ' << state << '=' << n;
    if (text_at(target, "parked") == "true")
      std::cout << " PARKED since " << text_at(target, "since") << ": " << text_at(target, "reason");
    std::cout << '\n';
  }
}

int show(const invocation& call) {
  const auto got = ask_service(call.config, "GET", "/admin/v1/status");
  if (got.exit_code != exit_good) return got.exit_code;
  const bool balanced = text_at(got.value, "balanced") == "true";
  if (call.json) {
    std::cout << got.text << '\n';
  } else {
    print_sources(got.value);
    print_targets(got.value);
    std::cout << "dirty marks: " << text_at(got.value, "dirty") << '\n';
    for (const auto& reason : array_at(got.value, "degraded")) std::cout << "degraded: " << reason.as_string() << '\n';
  }
  return balanced ? exit_good : exit_bad;
}

}  // namespace

void add_status(CLI::App& parent, invocation& call) {
  add_command(parent, call, "status", "Show the equation per source and the state of the targets", true,
              [&call] { return show(call); });
}

}  // namespace jembatan::cli

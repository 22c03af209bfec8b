#include "app/views.hpp"

#include <boost/json.hpp>

namespace jembatan::app {
namespace {

namespace json = boost::json;

json::object source_view(const source_balance& s) {
  json::object o;
  o["accepted"] = s.door.accepted;
  o["depth"] = s.door.depth;
  o["published"] = s.door.published;
  o["ingested"] = s.inside.ingested;
  o["recorded"] = s.inside.recorded;
  o["held"] = s.inside.held;
  o["ignored"] = s.inside.ignored;
  o["unmapped"] = s.inside.unmapped;
  o["duplicate"] = s.inside.duplicate;
  o["dead"] = s.inside.dead;
  o["evaluating"] = s.inside.evaluating;
  o["in_flight"] = s.in_flight;
  o["balanced"] = s.balanced;
  return o;
}

// Text that is JSON already (a record, a party): kept as a value, or as a string where it does not parse.
json::value embedded(const std::string& text) {
  boost::system::error_code failed;
  auto value = json::parse(text, failed);
  return failed ? json::value(text) : value;
}

template <class Items, class View>
std::string listing(std::string_view name, const Items& items, View view) {
  json::array list;
  for (const auto& item : items) list.push_back(view(item));
  json::object o;
  o["version"] = 1;
  o[name] = std::move(list);
  return json::serialize(o);
}

json::object delivery_view(const ledger::delivery& d) {
  json::object o;
  o["id"] = d.delivery_id;
  o["record_id"] = d.record_id;
  o["target"] = d.target;
  o["person_id"] = d.person_id;
  o["training"] = d.training_id;
  o["state"] = ledger::to_text(d.state);
  o["wanted_revision"] = d.wanted_revision;
  o["known_revision"] = d.known_revision;
  o["remote_id"] = d.remote_id;
  o["attempts"] = d.attempts;
  o["reason"] = d.reason;
  o["answer"] = d.answer;
  if (!d.request.empty()) o["request"] = d.request;
  if (to_unix_ms(d.next_at) > 0) o["next_at"] = format_rfc3339(d.next_at);
  o["changed_at"] = format_rfc3339(d.changed_at);
  return o;
}

}  // namespace

std::string status_json(const status_facts& f) {
  json::object config{{"digest", f.config_digest},
                      {"file_digest", f.config_file_digest},
                      {"loaded_at", format_rfc3339(f.config_loaded_at)}};
  json::object registers;
  for (const auto& [name, digest] : f.registers) registers[name] = digest;
  json::object sources;
  for (const auto& [id, s] : f.sources) sources[id] = source_view(s);
  json::object targets;
  for (const auto& t : f.targets) {
    json::object states;
    if (const auto found = f.deliveries.find(t.target); found != f.deliveries.end())
      for (const auto& [state, n] : found->second) states[state] = n;
    json::object view{{"parked", t.parked}, {"deliveries", std::move(states)}};
    if (t.parked) {
      view["reason"] = t.reason;
      view["since"] = format_rfc3339(t.since);
    }
    targets[t.target] = std::move(view);
  }
  json::object o;
  o["version"] = 1;
  o["config"] = std::move(config);
  o["mappings"] = json::object{{"digest", f.mappings_digest}};
  o["registers"] = std::move(registers);
  o["dirty"] = f.dirty;
  o["balanced"] = all_balanced(f.sources);
  o["sources"] = std::move(sources);
  o["targets"] = std::move(targets);
  o["degraded"] = json::array(f.degraded.begin(), f.degraded.end());
  return json::serialize(o);
}

std::string records_json(const std::vector<std::string>& records) {
  return listing("records", records, embedded);
}

std::string deliveries_json(const std::vector<ledger::delivery>& items) {
  return listing("deliveries", items, delivery_view);
}

std::string import_json(const register_outcome& outcome) {
  json::object registers;
  for (const auto& [name, r] : outcome.reports)
    registers[name] = json::object{{"changed", r.changed},
                                   {"added", r.added},
                                   {"changed_rows", r.changed_rows},
                                   {"removed", r.removed},
                                   {"diff", json::array(r.diff.begin(), r.diff.end())}};
  json::object o;
  o["version"] = 1;
  o["registers"] = std::move(registers);
  o["warnings"] = json::array(outcome.warnings.begin(), outcome.warnings.end());
  o["problems"] = json::array(outcome.problems.begin(), outcome.problems.end());
  std::string detail;
  for (const auto& p : outcome.problems) detail += (detail.empty() ? "" : "\n") + p;
  if (!detail.empty()) o["detail"] = detail;
  return json::serialize(o);
}

std::string topic_json(const eventlog::slice& s) {
  json::array messages;
  for (const auto& m : s.messages) {
    json::object o;
    o["offset"] = m.offset;
    o["appended_at"] = format_rfc3339(m.appended_at);
    o["key"] = m.key;
    o["value"] = embedded(m.value);
    messages.push_back(std::move(o));
  }
  json::object o;
  o["version"] = 1;
  o["messages"] = std::move(messages);
  o["next"] = s.next;
  return json::serialize(o);
}

}  // namespace jembatan::app

#include "app/explain_views.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/hex.hpp"
#include "config/utf8.hpp"
#include "ledger/event_class.hpp"
#include "net/address.hpp"

namespace jembatan::app {
namespace {

namespace json = boost::json;

void put(json::object& o, std::string_view key, const std::string& text) {
  if (!text.empty()) o[key] = text;
}

json::array list(const std::vector<std::string>& all) {
  return json::array(all.begin(), all.end());
}

json::value parsed(const std::string& text) {
  boost::system::error_code failed;
  auto value = json::parse(text, failed);
  return failed ? json::value(text) : value;
}

// RFC 1918, 6598, 4193 and link-local: an address inside.
const net::networks& inside() {
  static const auto all = net::networks::parse({"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10",
                                                "169.254.0.0/16", "fc00::/7", "fe80::/10"})
                              .value();
  return all;
}

json::object step_view(const ledger::step& s) {
  json::object o{{"n", s.n}, {"at", format_rfc3339(s.at)}, {"act", s.act}, {"actor", s.actor}, {"out", s.out}};
  if (s.revision != 0) o["revision"] = s.revision;
  if (s.because) o["because"] = s.because->text();
  if (s.detail.empty()) return o;
  const auto detail = parsed(s.detail);
  if (const auto* fields = detail.if_object())
    for (const auto& field : *fields)
      if (field.key() != "by") o[field.key()] = field.value();
  return o;
}

json::array steps_view(const std::vector<ledger::step>& all) {
  json::array steps;
  for (const auto& s : all) steps.push_back(step_view(s));
  return steps;
}

json::object delivery_view(const ledger::delivery_story& s) {
  const auto& d = s.what;
  json::object o{{"delivery", d.delivery_id},          {"target", d.target},
                 {"state", ledger::to_text(d.state)},  {"wanted_revision", d.wanted_revision},
                 {"known_revision", d.known_revision}, {"attempts", d.attempts}};
  put(o, "remote_id", d.remote_id);
  put(o, "reason", d.reason);
  put(o, "answer", d.answer);
  if (to_unix_ms(d.next_at) > 0) o["next_at"] = format_rfc3339(d.next_at);
  o["steps"] = steps_view(s.steps);
  return o;
}

// What the record says, without the person's NIP and units.
void copy_record(json::object& o, const std::string& text) {
  const auto record = parsed(text);
  const auto* from = record.if_object();
  if (from == nullptr) return;
  for (const auto* key : {"record_id", "revision", "status", "outcome", "sessions", "modules", "actions", "badge",
                          "reasons", "changed_at"})
    if (const auto* value = from->if_contains(key)) o[key] = *value;
  if (const auto* person = from->if_contains("person"); person != nullptr && person->is_object())
    o["person_id"] = person->as_object().at("person_id");
  if (const auto* training = from->if_contains("training"); training != nullptr && training->is_object())
    o["training"] = training->as_object().at("id");
}

}  // namespace

std::string peer_class(const std::string& address) {
  boost::system::error_code failed;
  auto parsed_address = boost::asio::ip::make_address(address, failed);
  if (failed) return "unknown";
  if (parsed_address.is_v6() && parsed_address.to_v6().is_v4_mapped())
    parsed_address = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, parsed_address.to_v6());
  if (parsed_address.is_loopback()) return "loopback";
  return inside().contains(parsed_address) ? "private" : "public";
}

void add_received(json::object& event, const received_body& b,
                  const std::vector<const ledger::message_story*>& messages, const std::string* text) {
  if (!messages.empty()) put(event, "source", messages.front()->source);
  if (b.what) {
    event["source"] = b.what->source;
    event["received"] = {{"at", format_rfc3339(b.what->received_at)},
                         {"tls", b.what->tls},
                         {"peer", peer_class(b.what->peer)},
                         {"bytes", b.what->body.size()},
                         {"events", b.what->identities.size()}};
  }
  event["raw_body"] = b.where.empty() ? "no longer here, and not known since when" : b.where;
  if (text == nullptr) return;
  if (config::first_bad_byte(*text))
    event["body_base64"] = to_base64(as_bytes(*text));
  else
    event["body"] = *text;
}

void add_class(json::object& event, const std::vector<const ledger::message_story*>& messages, const received_body& b,
               bool has_ledger) {
  std::vector<ledger::event_class> classes;
  for (const auto* m : messages)
    if (const auto c = ledger::event_class_from(m->cls)) classes.push_back(*c);
  if (classes.empty() && !has_ledger && b.handed_on) {
    event["class"] = "not known here: this process has not the role adapters";
    return;
  }
  if (classes.empty()) {
    event["class"] = "in_flight";
    event["stage"] = b.handed_on ? "event log" : "journal";
    return;
  }
  const auto whole = ledger::best(classes);
  if (whole == ledger::event_class::evaluating) {
    event["class"] = "in_flight";
    event["stage"] = "evaluation";
    return;
  }
  event["class"] = ledger::to_text(whole);
  for (const auto* m : messages)
    if (m->cls == ledger::to_text(whole)) {
      put(event, "reason", m->reason);
      put(event, "field", m->field);
      return;
    }
}

json::object message_view(const ledger::message_story& m, const std::string& id) {
  const auto known = id.empty() ? m.event : id;
  json::object o{{"event", known}, {"id", known + (known.size() == 64 ? "-" : "...-") + std::to_string(m.n)}};
  put(o, "type", m.type);
  put(o, "mapping", m.mapping);
  put(o, "raw_type", m.raw_type);
  if (m.position >= 0)
    o["position"] = {
        {"topic", m.topic}, {"partition", m.partition}, {"offset", m.position}, {"at", format_rfc3339(m.logged_at)}};
  o["generation"] = m.generation;
  o["class"] = m.cls == "evaluating" ? "in_flight" : m.cls;
  put(o, "reason", m.reason);
  if (m.time) o["time"] = format_rfc3339(*m.time);
  if (m.at) o["happened_at"] = format_rfc3339(*m.at);
  if (m.first) o["same_as"] = m.first->text();
  put(o, "hold", m.hold);
  put(o, "person_id", m.person);
  if (!m.trainings.empty()) o["trainings"] = list(m.trainings);
  if (!m.records.empty()) o["records"] = list(m.records);
  return o;
}

void add_published(json::object& message, const ledger::message_story& m, const eventlog::slice* kept,
                   bool with_event) {
  auto& position = message.at("position").as_object();
  position["kept"] = false;
  if (kept == nullptr || kept->messages.empty() || kept->messages.front().offset != m.position) return;
  const auto event = parsed(kept->messages.front().value);
  const auto* fields = event.if_object();
  if (fields == nullptr) return;
  const auto* id = fields->if_contains("id");
  // Another event at this offset: the log was replaced.
  if (id == nullptr || !id->is_string() || !std::string_view(id->as_string()).starts_with(m.event)) return;
  position["kept"] = true;
  message["id"] = *id;
  message["event"] = std::string_view(id->as_string()).substr(0, id->as_string().find('-'));
  if (const auto* subject = fields->if_contains("subject")) message["subject"] = *subject;
  if (with_event) message["cloudevent"] = event;
}

json::object record_view(const ledger::record_story& s, bool with_events) {
  json::object o;
  copy_record(o, s.record_json);
  o["revisions"] = steps_view(s.revisions);
  json::array deliveries;
  for (const auto& d : s.deliveries) deliveries.push_back(delivery_view(d));
  o["deliveries"] = std::move(deliveries);
  if (!with_events) return o;
  json::array events;
  for (const auto& m : s.events) {
    json::object e{{"receipt", m.from.text()}, {"index", m.index}, {"event", m.event}, {"class", m.cls}};
    put(e, "type", m.type);
    put(e, "reason", m.reason);
    if (m.at) e["happened_at"] = format_rfc3339(*m.at);
    events.push_back(std::move(e));
  }
  o["events"] = std::move(events);
  if (s.more_events) o["more_events"] = true;
  return o;
}

}  // namespace jembatan::app

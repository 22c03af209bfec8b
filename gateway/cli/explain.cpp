// jembatan explain ID: what became of one receipt, event, record, delivery or hold, and why.
#include "app/explain.hpp"

#include <boost/json/object.hpp>
#include <iostream>

#include "cli/admin_client.hpp"
#include "cli/command.hpp"
#include "cli/json_fields.hpp"

namespace jembatan::cli {
namespace {

using boost::json::value;

constexpr const char* about_ids =
    "ID is one of: a receipt (jb1-NODE-EPOCH-NUMBER, which the sender got in the header Jembatan-Receipt and which log "
    "lines carry), an event (the id of a CloudEvent: 64 hex digits with or without -NUMBER, or its first 32), a record "
    "(r-...), a delivery (d-...) or a hold (h-...).\n"
    "Exit code 0: explained; 1: nothing is known of it; 2: no such form of id; 3: the service cannot be reached.";

// A line "  label  text", left out when there is nothing to say.
void line(int depth, const std::string& label, const std::string& text) {
  constexpr std::size_t width = 12;
  if (text.empty()) return;
  const auto gap = label.size() < width ? width - label.size() : 1;
  std::cout << std::string(static_cast<std::size_t>(depth) * 2, ' ') << label << std::string(gap, ' ') << text << '\n';
}

std::string with_reason(const value& v, std::string_view key) {
  auto text = text_at(v, key);
  if (const auto stage = text_at(v, "stage"); !stage.empty()) text += ", waits for: " + stage;
  if (const auto reason = text_at(v, "reason"); !reason.empty()) text += ": " + reason;
  if (const auto field = text_at(v, "field"); !field.empty()) text += " (" + field + ")";
  return text;
}

std::string received(const value& event) {
  const auto* all = event.as_object().if_contains("received");
  if (all == nullptr) return "by " + text_at(event, "source");
  return text_at(*all, "at") + " by " + text_at(event, "source") + " over " + text_at(*all, "tls") + ", peer " +
         text_at(*all, "peer") + ", " + text_at(*all, "bytes") + " bytes, " + text_at(*all, "events") + " event(s)";
}

std::string position(const value& message) {
  const auto* p = message.as_object().if_contains("position");
  if (p == nullptr) return {};
  return text_at(*p, "topic") + "/" + text_at(*p, "partition") + "/" + text_at(*p, "offset") + " at " +
         text_at(*p, "at") + (text_at(*p, "kept") == "true" ? "" : " (no longer kept there)");
}

void print_message(const value& m) {
  line(1, "became", text_at(m, "type") + "  id " + text_at(m, "id"));
  line(2, "mapping", text_at(m, "mapping"));
  line(2, "raw type", text_at(m, "raw_type"));
  line(2, "topic", position(m));
  line(2, "subject", text_at(m, "subject"));
  line(2, "happened", text_at(m, "happened_at"));
  line(2, "class", with_reason(m, "class"));
  line(2, "same as", text_at(m, "same_as"));
  line(2, "hold", text_at(m, "hold"));
  line(2, "person", text_at(m, "person_id"));
  line(2, "trainings", text_at(m, "trainings"));
  line(2, "records", text_at(m, "records"));
}

void print_event(const value& e) {
  std::cout << "receipt " << text_at(e, "receipt") << " event " << text_at(e, "index") << '\n';
  line(1, "received", received(e));
  line(1, "raw body", text_at(e, "raw_body"));
  line(1, "identity", text_at(e, "event"));
  line(1, "class", with_reason(e, "class"));
  for (const auto& m : array_at(e, "messages")) print_message(m);
  line(1, "body", text_at(e, "body") + text_at(e, "body_base64"));
}

std::string step_text(const value& s) {
  auto text = text_at(s, "act") + " " + text_at(s, "out");
  for (const auto* key :
       {"revision", "status", "outcome", "minutes", "reasons", "remote_id", "answer", "cause", "because"}) {
    const auto part = text_at(s, key);
    if (!part.empty()) text += "  " + std::string(key) + "=" + part;
  }
  return text_at(s, "at") + "  " + text;
}

void print_delivery(const value& d) {
  line(1, "delivery",
       text_at(d, "delivery") + " to " + text_at(d, "target") + ": " + with_reason(d, "state") + ", wanted revision " +
           text_at(d, "wanted_revision") + ", known " + text_at(d, "known_revision"));
  line(2, "remote id", text_at(d, "remote_id"));
  line(2, "answer", text_at(d, "answer"));
  for (const auto& s : array_at(d, "steps")) line(2, "step", step_text(s));
}

void print_record(const value& r) {
  std::cout << "record " << text_at(r, "record_id") << '\n';
  line(1, "training", text_at(r, "training"));
  line(1, "person", text_at(r, "person_id"));
  line(1, "now",
       "revision " + text_at(r, "revision") + " " + text_at(r, "status") + " " + text_at(r, "outcome") + " " +
           text_at(r, "reasons"));
  for (const auto& s : array_at(r, "revisions")) line(1, "revision", step_text(s));
  for (const auto& d : array_at(r, "deliveries")) print_delivery(d);
  for (const auto& e : array_at(r, "events"))
    line(1, "event",
         text_at(e, "receipt") + " " + text_at(e, "index") + "  " + text_at(e, "happened_at") + "  " +
             text_at(e, "type") + "  " + with_reason(e, "class"));
  if (text_at(r, "more_events") == "true") line(1, "event", "... and more");
}

struct choice {
  std::string id;
  bool raw = false;
};

int explain(const invocation& call, const choice& c) {
  if (const auto q = app::parse_question(c.id); q.has_error()) {
    std::cerr << "'" << c.id << "': " << q.error().context << '\n';
    return exit_usage;
  }
  const auto got =
      ask_service(call.config, "GET", "/admin/v1/explain?id=" + encode_query(c.id) + (c.raw ? "&bodies=1" : ""));
  if (got.exit_code != exit_good) return got.exit_code;
  if (call.json) {
    std::cout << got.text << '\n';
    return exit_good;
  }
  for (const auto& e : array_at(got.value, "events")) print_event(e);
  for (const auto& r : array_at(got.value, "records")) print_record(r);
  return exit_good;
}

}  // namespace

void add_explain(CLI::App& parent, invocation& call) {
  const auto c = std::make_shared<choice>();
  auto* command = add_command(parent, call, "explain", "Show what became of one receipt, event or record, and why",
                              true, [&call, c] { return explain(call, *c); });
  command->add_option("id", c->id, "What to explain")->required();
  command->add_flag("--raw", c->raw, "Also show raw bodies and whole events: personal data, and logged that you did");
  command->footer(about_ids);
}

}  // namespace jembatan::cli

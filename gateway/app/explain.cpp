#include "app/explain.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>

#include "app/explain_views.hpp"
#include "base/hex.hpp"
#include "base/json_elements.hpp"

namespace jembatan::app {
namespace {

namespace json = boost::json;
using stories = std::vector<ledger::message_story>;

constexpr std::size_t looked_up_hex = 32;  // of an event's id: what the ledger keeps
constexpr std::size_t whole_hex = 64;
constexpr std::size_t most_records = 100;

constexpr const char* forms =
    "a receipt (jb1-NODE-EPOCH-NUMBER, from the header Jembatan-Receipt), an event (the id of a CloudEvent: 64 hex "
    "digits "
    "with or without -NUMBER, or its first 32), a record (r-...), a delivery (d-...) or a hold (h-...)";

bool is_hex(std::string_view s) {
  return s.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// "r-" and the like before hex digits; `kind` may stand before it, as in the feed.
bool is_ours(std::string_view text, std::string_view prefix) {
  return text.starts_with(prefix) && text.size() > prefix.size() && is_hex(text.substr(prefix.size()));
}

std::optional<std::string> event_prefix(std::string_view text) {
  if (const auto dash = text.find('-'); dash != std::string_view::npos) {
    const auto number = text.substr(dash + 1);
    if (dash != whole_hex || number.empty() || number.find_first_not_of("0123456789") != std::string_view::npos)
      return std::nullopt;
    text = text.substr(0, dash);
  }
  if ((text.size() != looked_up_hex && text.size() != whole_hex) || !is_hex(text)) return std::nullopt;
  return std::string(text.substr(0, looked_up_hex));
}

// As many as it has identities: a body with one raw event is that event.
std::vector<std::string> raws_of(const journal::entry& e) {
  if (e.identities.size() == 1) return {e.body};
  std::vector<std::string> raws;
  json_elements elements(e.body);
  while (const auto one = elements.next()) raws.emplace_back(*one);
  return raws;
}

// One answer while it is put together.
class answer {
 public:
  answer(const explain_parts& p, const question& q) : parts_(p), question_(q) {}
  result<std::string> text();

 private:
  result<void> of_receipt();
  result<void> of_messages(result<stories> found, const char* unknown);
  result<void> of_record(const std::string& id);
  result<void> of_delivery();
  result<void> add_receipt(const receipt&, const stories&);
  result<received_body> body_of(const receipt&) const;
  json::object event_of(const receipt&, const received_body&, std::int64_t index, const stories&);
  json::object message_of(const ledger::message_story&, const std::string& id);
  bool ours(const receipt& r) const { return r.node == parts_.node && r.epoch == parts_.journal->epoch(); }

  const explain_parts& parts_;
  const question& question_;
  json::array events_, records_;
  std::set<std::string> record_ids_;
};

result<received_body> answer::body_of(const receipt& r) const {
  received_body b;
  if (!ours(r)) {
    b.where = r.node == parts_.node ? "in the journal " + r.epoch + " of this node, which is not the one in use"
                                    : "on node " + r.node;
    return b;
  }
  auto found = parts_.journal->find(r.sequence);
  if (found.has_value()) {
    b.what = std::move(found->what);
    if (question_.with_bodies) b.raws = raws_of(*b.what);
    b.handed_on = r.sequence <= parts_.journal->cursor();
    b.where = "here";
    return b;
  }
  if (!found.error().is(errc::not_found)) {
    b.where = "cannot be read: " + found.error().message();
    return b;
  }
  JB_TRY(const auto went, parts_.journal->removed_at(r.sequence));
  if (went) b.where = "expired on " + format_rfc3339_short(*went).substr(0, 10);
  return b;
}

json::object answer::message_of(const ledger::message_story& m, const std::string& id) {
  auto o = message_view(m, id);
  for (const auto& record : m.records) record_ids_.insert(record);
  if (m.position < 0 || m.topic.empty()) return o;
  const auto kept = parts_.log->read(m.topic, static_cast<std::int32_t>(m.partition), m.position, {.rows = 1});
  add_published(o, m, kept.has_value() ? &*kept : nullptr, question_.with_bodies);
  return o;
}

json::object answer::event_of(const receipt& r, const received_body& b, std::int64_t index, const stories& all) {
  json::object o{{"receipt", r.text()}, {"index", index}};
  std::string id;
  if (b.what && static_cast<std::size_t>(index) < b.what->identities.size())
    id = to_hex(b.what->identities[static_cast<std::size_t>(index)]);
  std::vector<const ledger::message_story*> mine;
  for (const auto& m : all)
    if (m.from == r && m.index == index) mine.push_back(&m);
  add_class(o, mine, b, parts_.ledger != nullptr);
  const bool has_text = static_cast<std::size_t>(index) < b.raws.size();
  add_received(o, b, mine, has_text ? &b.raws[static_cast<std::size_t>(index)] : nullptr);
  json::array messages;
  for (const auto* m : mine) messages.push_back(message_of(*m, id));
  if (id.empty() && !messages.empty()) id = std::string(messages.front().at("event").as_string());
  o["event"] = id;
  o["messages"] = std::move(messages);
  return o;
}

result<void> answer::add_receipt(const receipt& r, const stories& all) {
  JB_TRY(const auto body, body_of(r));
  std::set<std::int64_t> indexes;
  if (body.what && question_.what == subject::receipt)
    for (std::size_t i = 0; i < body.what->identities.size(); ++i) indexes.insert(static_cast<std::int64_t>(i));
  for (const auto& m : all)
    if (m.from == r) indexes.insert(m.index);
  if (indexes.empty()) {
    if (body.where.empty())
      return error{errc::not_found, "nothing is known of " + r.text() + ": it was never given here"};
    if (!body.what && question_.what == subject::receipt)
      return error{errc::not_found, "the ledger has no event of " + r.text() + "; its raw body: " + body.where};
  }
  for (const auto index : indexes) events_.push_back(event_of(r, body, index, all));
  return {};
}

result<void> answer::of_receipt() {
  stories all;
  if (parts_.ledger) {
    JB_TRY(all, parts_.ledger->explain_receipt(question_.from));
  }
  return add_receipt(question_.from, all);
}

result<void> answer::of_messages(result<stories> found, const char* unknown) {
  JB_TRY(const auto all, std::move(found));
  if (all.empty()) return error{errc::not_found, unknown};
  std::vector<receipt> receipts;
  for (const auto& m : all)
    if (std::find(receipts.begin(), receipts.end(), m.from) == receipts.end()) receipts.push_back(m.from);
  for (const auto& r : receipts) JB_CHECK(add_receipt(r, all));
  return {};
}

result<void> answer::of_record(const std::string& id) {
  JB_TRY(const auto story, parts_.ledger->explain_record(id));
  if (!story) return error{errc::not_found, "no record has the id " + id + ": see `jembatan records --json`"};
  records_.push_back(record_view(*story, question_.what == subject::record || question_.what == subject::delivery));
  return {};
}

result<void> answer::of_delivery() {
  JB_TRY(const auto found, parts_.ledger->find_delivery(question_.id));
  if (!found)
    return error{errc::not_found, "no delivery has the id " + question_.id + ": see `jembatan deliveries list`"};
  return of_record(found->record_id);
}

result<std::string> answer::text() {
  if (!parts_.ledger && question_.what != subject::receipt)
    return error{errc::unavailable,
                 "this process has not the role adapters and keeps no ledger: ask it for receipts, or ask a process "
                 "that has the role"};
  switch (question_.what) {
    case subject::receipt:
      JB_CHECK(of_receipt());
      break;
    case subject::event:
      JB_CHECK(of_messages(parts_.ledger->explain_event(question_.id),
                           "the ledger has no event with this id: if it was accepted just now, ask for its receipt"));
      break;
    case subject::hold:
      JB_CHECK(of_messages(parts_.ledger->explain_hold(question_.id),
                           "no hold has this id: see `jembatan held list --json`"));
      break;
    case subject::record:
      JB_CHECK(of_record(question_.id));
      break;
    case subject::delivery:
      JB_CHECK(of_delivery());
      break;
  }
  for (const auto& id : record_ids_) {
    if (records_.size() >= most_records) break;
    JB_CHECK(of_record(id));
  }
  return json::serialize(
      json::object{{"version", 1}, {"events", std::move(events_)}, {"records", std::move(records_)}});
}

}  // namespace

result<question> parse_question(std::string_view text) {
  question q;
  if (const auto colon = text.find(':'); colon == 3) text.remove_prefix(4);  // as the feed and `held list` write it
  if (const auto r = parse_receipt(text)) {
    q.from = *r;
    return q;
  }
  q.id = text;
  if (is_ours(text, "r-")) {
    q.what = subject::record;
  } else if (is_ours(text, "d-")) {
    q.what = subject::delivery;
  } else if (is_ours(text, "h-")) {
    q.what = subject::hold;
  } else if (const auto event = event_prefix(text)) {
    q.what = subject::event;
    q.id = *event;
  } else {
    return error{errc::invalid, std::string("this is no id that can be explained: write ") + forms};
  }
  return q;
}

result<std::string> explain(const explain_parts& parts, const question& q) {
  return answer(parts, q).text();
}

}  // namespace jembatan::app

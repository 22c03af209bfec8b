#include "ledger/event.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "crypto/sha256.hpp"
#include "ledger/fields.hpp"
#include "ledger/learning.hpp"
#include "training/enrolment.hpp"

namespace jembatan::ledger {
namespace {

namespace json = boost::json;

constexpr std::string_view type_prefix = "id.go.asn.training.";
constexpr std::string_view source_prefix = "/sources/";
constexpr integer most_facts = 10'000;
constexpr std::size_t longest_name = 200;

using training::standing_from;

struct known_type {
  std::string_view name;
  event_kind kind;
};
constexpr std::array<known_type, 22> known_types{{{"session.started.v1", event_kind::session_started},
                                                  {"session.ended.v1", event_kind::session_ended},
                                                  {"attendance.joined.v1", event_kind::joined},
                                                  {"attendance.left.v1", event_kind::left},
                                                  {"attendance.bound.v1", event_kind::bound},
                                                  {"engagement.breakout.v1", event_kind::breakout},
                                                  {"engagement.role.v1", event_kind::role},
                                                  {"enrolment.changed.v1", event_kind::enrolment},
                                                  {"module.progressed.v1", event_kind::progressed},
                                                  {"module.completed.v1", event_kind::completed},
                                                  {"module.reopened.v1", event_kind::reopened},
                                                  {"assessment.scored.v1", event_kind::scored},
                                                  {"assignment.submitted.v1", event_kind::submitted},
                                                  {"assignment.scored.v1", event_kind::graded},
                                                  {"forum.posted.v1", event_kind::posted},
                                                  {"feedback.given.v1", event_kind::answered},
                                                  {"course.completed.v1", event_kind::completed},
                                                  {"certificate.issued.v1", event_kind::certificate_issued},
                                                  {"certificate.revoked.v1", event_kind::certificate_revoked},
                                                  {"badge.awarded.v1", event_kind::badge_awarded},
                                                  {"badge.revoked.v1", event_kind::badge_revoked},
                                                  {"event.dead.v1", event_kind::dead}}};

integer integer_at(const json::object& from, std::string_view key, integer absent) {
  const auto* value = from.if_contains(key);
  if (!value) return absent;
  return value->is_int64() ? value->get_int64() : -1;
}

// Keys sorted at every level: key order and white space make no variant (SEMANTICS.md 1.4).
void write_sorted(const json::value& value, std::string& out) {
  if (const auto* object = value.if_object()) {
    std::vector<const json::key_value_pair*> members;
    for (const auto& member : *object) members.push_back(&member);
    std::sort(members.begin(), members.end(), [](auto* a, auto* b) { return a->key() < b->key(); });
    out += '{';
    for (const auto* member : members) {
      out += json::serialize(json::string(member->key())) + ':';
      write_sorted(member->value(), out);
      out += ',';
    }
    out += '}';
  } else if (const auto* array = value.if_array()) {
    out += '[';
    for (const auto& element : *array) {
      write_sorted(element, out);
      out += ',';
    }
    out += ']';
  } else {
    out += json::serialize(value);
  }
}

integer eight_bytes(const digest& from, std::size_t offset) {
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < 8; ++i) all = all << 8 | from[offset + i];
  return static_cast<integer>(all);
}

result<void> read_id(std::string_view text, arrival& a) {
  const auto dash = text.rfind('-');
  if (dash != 64) return error(errc::invalid, "id");
  const auto id = digest_from_hex(text.substr(0, dash));
  const auto number = text.substr(dash + 1);
  if (!id || number.empty() || number.size() > 9 || !std::all_of(number.begin(), number.end(), ::isdigit)) {
    return error(errc::invalid, "id");
  }
  a.h = eight_bytes(*id, 0);
  a.l = eight_bytes(*id, 8);
  a.n = std::stoll(std::string(number));
  return {};
}

result<void> read_envelope(const json::object& event, arrival& a) {
  JB_CHECK(read_id(text_at(event, "id"), a));
  const auto source = text_at(event, "source");
  if (!source.starts_with(source_prefix) || source.size() == source_prefix.size())
    return error(errc::invalid, "source");
  a.source = source.substr(source_prefix.size());
  const auto from = parse_receipt(text_at(event, "jbreceipt"));
  if (!from) return error(errc::invalid, "jbreceipt");
  a.from = *from;
  a.index = integer_at(event, "jbindex", 0);
  a.facts = integer_at(event, "jbfacts", 1);
  a.generation = integer_at(event, "jbgeneration", 0);
  if (a.index < 0 || a.generation < 0) return error(errc::invalid, "jbindex or jbgeneration");
  if (a.facts < 1 || a.facts > most_facts) return error(errc::invalid, "jbfacts");
  a.how.source = a.source;
  a.how.type = text_at(event, "type").substr(0, longest_name);
  a.how.mapping = text_at(event, "jbmapping").substr(0, longest_name);
  const auto time = parse_rfc3339(text_at(event, "time"));
  if (!time) return error(errc::invalid, "time");
  a.time = a.at = *time;
  return {};
}

event_kind kind_of(std::string_view type, const json::object& data) {
  if (!type.starts_with(type_prefix)) return event_kind::unmapped;
  type.remove_prefix(type_prefix.size());
  if (type == "event.unused.v1") {
    return text_at(data, "disposition") == "ignored" ? event_kind::ignored : event_kind::unmapped;
  }
  const auto found =
      std::find_if(known_types.begin(), known_types.end(), [&](const known_type& k) { return k.name == type; });
  return found == known_types.end() ? event_kind::unmapped : learning_kind(found->kind, data);
}

// The party as its source names it. Where a client shows no connection, the best identifier stands for it.
std::string connection_of(const json::object& session, const json::object& participant) {
  if (const auto c = text_at(session, "connection"); !c.empty()) return std::string(c);
  const auto account = text_at(object_at(participant, "account"), "name");
  for (const auto& [kind, value] : {std::pair<std::string_view, std::string_view>{"account:", account},
                                    {"registrant:", text_at(participant, "registrant_id")},
                                    {"key:", text_at(participant, "customer_key")},
                                    {"email:", text_at(participant, "email")},
                                    {"name:", text_at(participant, "name")}}) {
    if (!value.empty()) return std::string(kind) + std::string(value);
  }
  return {};
}

void read_participant(const json::object& data, arrival& a, json::object& slim) {
  const auto& session = object_at(data, "session");
  const auto& participant = object_at(data, "participant");
  const auto& account = object_at(participant, "account");
  const auto connection = connection_of(session, participant);
  if (connection.empty()) a.defect = "session.connection";
  put(slim, "c", connection);
  put(slim, "l", text_at(session, "leg"));
  put(slim, "r", text_at(participant, "registrant_id"));
  put(slim, "e", lower(text_at(participant, "email")));
  put(slim, "a", text_at(account, "name"));
  put(slim, "p", text_at(account, "home_page"));
  put(slim, "k", text_at(participant, "customer_key"));
  put(slim, "n", text_at(participant, "name"));
  if (text_at(participant, "role") == "host") slim["h"] = true;
  const auto other = text_at(session, "bound_to");
  if (a.kind == event_kind::bound && other.empty()) a.defect = "session.bound_to";
  put(slim, "b", other);
  a.key = party_key(a.source, text_at(session, "meeting_id"), text_at(session, "occurrence"), connection);
}

void read_registration(const json::object& data, arrival& a, json::object& slim) {
  const auto& participant = object_at(data, "participant");
  const auto registrant = text_at(participant, "registrant_id");
  if (registrant.empty()) a.defect = "participant.registrant_id";
  const auto status = text_at(data, "status");
  if (!standing_from(status)) a.defect = "status";
  put(slim, "r", registrant);
  put(slim, "e", lower(text_at(participant, "email")));
  put(slim, "n", text_at(participant, "name"));
  put(slim, "i", text_at(participant, "nip"));
  put(slim, "w", status);
  a.key = registration_key(a.source, text_at(object_at(data, "session"), "meeting_id"), registrant);
}

void read_session(const json::object& data, arrival& a, json::object& slim) {
  const auto& session = object_at(data, "session");
  const auto* practice = data.if_contains("practice");
  if (practice && practice->is_bool() && practice->get_bool()) slim["x"] = true;
  a.key = occurrence_key(a.source, text_at(session, "meeting_id"), text_at(session, "occurrence"));
}

void read_data(const json::object& data, arrival& a) {
  if (is_learning(a.kind)) return read_learning(data, a);
  const auto& session = object_at(data, "session");
  json::object slim;
  put(slim, "z", a.source);
  put(slim, "m", text_at(session, "meeting_id"));
  put(slim, "o", text_at(session, "occurrence"));
  if (const auto start = parse_rfc3339(text_at(session, "start"))) slim["s"] = to_unix_ms(*start);
  if (text_at(session, "meeting_id").empty()) a.defect = "session.meeting_id";
  if (text_at(session, "occurrence").empty() && a.kind != event_kind::enrolment) a.defect = "session.occurrence";
  if (const auto at = parse_rfc3339(text_at(data, "at"))) {
    a.at = *at;
  } else if (a.kind != event_kind::breakout && a.kind != event_kind::role) {
    a.defect = "at";
  }
  if (is_session(a.kind)) {
    read_session(data, a, slim);
  } else if (a.kind == event_kind::enrolment) {
    read_registration(data, a, slim);
  } else {
    read_participant(data, a, slim);
  }
  a.slim = json::serialize(slim);
}

// Why nothing was made of it, or why it is dead.
void read_treatment(const json::object& data, arrival& a) {
  if (a.kind == event_kind::dead || a.kind == event_kind::ignored || a.kind == event_kind::unmapped) {
    a.how.raw_type = text_at(data, "raw_type").substr(0, longest_name);
    a.how.reason = text_at(data, "reason").substr(0, longest_name);
    a.how.field = text_at(data, "field").substr(0, longest_name);
  }
  if (a.kind == event_kind::ignored && a.how.reason.empty() && data.contains("activity")) a.how.reason = "no_session";
  if (a.defect.empty()) return;
  a.how.reason = "field_missing";
  a.how.field = a.defect;
}

}  // namespace

integer hash_of(std::initializer_list<std::string_view> parts) {
  crypto::sha256_hasher hasher;
  for (const auto part : parts) hasher.update_framed(part);
  return eight_bytes(hasher.finish(), 0);
}

integer occurrence_key(std::string_view source, std::string_view meeting_id, std::string_view occurrence) {
  return hash_of({"occurrence", source, meeting_id, occurrence});
}

integer party_key(std::string_view source, std::string_view meeting_id, std::string_view occurrence,
                  std::string_view connection) {
  return hash_of({"party", source, meeting_id, occurrence, connection});
}

integer registration_key(std::string_view source, std::string_view meeting_id, std::string_view registrant_id) {
  return hash_of({"registration", source, meeting_id, registrant_id});
}

result<arrival> read_event(std::string_view value) {
  boost::system::error_code failed;
  const auto parsed = json::parse(value, failed);
  if (failed || !parsed.is_object()) return error(errc::invalid, "json");
  const auto& event = parsed.get_object();
  arrival a;
  JB_CHECK(read_envelope(event, a));
  const auto& data = object_at(event, "data");
  a.kind = kind_of(text_at(event, "type"), data);
  std::string content = format_rfc3339(a.time);
  write_sorted(data, content);
  a.d = hash_of({content});
  if (is_read(a.kind)) read_data(data, a);
  if (!a.defect.empty()) a.kind = event_kind::dead;
  read_treatment(data, a);
  if (!is_read(a.kind)) {
    a.key = hash_of({"event", text_at(event, "id").substr(0, 64)});
    a.slim = "{}";
  }
  return a;
}

}  // namespace jembatan::ledger

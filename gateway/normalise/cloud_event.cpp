#include "normalise/cloud_event.hpp"

#include <algorithm>

#include "normalise/json_text.hpp"

namespace jembatan::normalise {
namespace {

constexpr std::size_t usual_envelope = 640;
constexpr std::size_t longest_raw_type = 128;

// A raw type comes from the sender and stands in counters and logs: only harmless characters of it are kept.
std::string harmless(std::string_view raw_type) {
  std::string kept(raw_type.substr(0, longest_raw_type));
  std::replace_if(
      kept.begin(), kept.end(),
      [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                 c == '-');
      },
      '_');
  return kept;
}

void append_member(std::string& out, std::string_view key_text, std::string_view value) {
  out += key_text;
  append_string(out, value);
}

}  // namespace

std::string event_id(const digest& id, std::uint32_t number) {
  std::string text;
  append_hex(text, id);
  text += '-';
  append_integer(text, number);
  return text;
}

void begin_event(std::string& out, const raw_event& raw, const envelope& e) {
  out.reserve(out.size() + usual_envelope + raw.bytes.size());
  out += R"({"specversion":"1.0","id":")";
  append_hex(out, raw.id);
  out += '-';
  append_integer(out, e.number);
  out += R"(","source":"/sources/)";
  out += raw.source;  // a name of the configuration: letters, digits and '-'
  out += '"';
  append_member(out, R"(,"type":)", e.type);
  if (!e.subject.empty()) append_member(out, R"(,"subject":)", e.subject);
  out += R"(,"time":")";
  append_instant(out, e.time_ms, true);
  out += R"(","datacontenttype":"application/json","dataschema":"urn:jembatan:schema:)";
  out += e.type;
  append_member(out, R"(","jbreceipt":)", raw.receipt);
  out += R"(,"jbindex":)";
  append_integer(out, raw.index);
  out += R"(,"jbfacts":)";
  append_integer(out, e.facts);
  if (!e.mapping.empty()) append_member(out, R"(,"jbmapping":)", e.mapping);
  out += R"(,"jbgeneration":)";
  append_integer(out, raw.generation);
  out += R"(,"data":)";
}

emitted unused_event(const raw_event& raw, std::int64_t time_ms, std::string_view mapping, std::string_view disposition,
                     std::string_view raw_type, std::string_view reason) {
  emitted message{events_topic, event_id(raw.id, 0), {}};
  begin_event(message.value, raw, {unused_type, {}, time_ms, mapping, 0, 1});
  append_member(message.value, R"({"disposition":)", disposition);
  append_member(message.value, R"(,"raw_type":)", harmless(raw_type));
  append_member(message.value, R"(,"reason":)", reason);
  message.value += "}}";
  return message;
}

emitted dead_event(const raw_event& raw, std::int64_t time_ms, std::string_view mapping, std::string_view reason,
                   std::string_view field) {
  emitted message{deadletter_topic, event_id(raw.id, 0), {}};
  begin_event(message.value, raw, {dead_type, {}, time_ms, mapping, 0, 1});
  append_member(message.value, R"({"reason":)", reason);
  if (!field.empty()) append_member(message.value, R"(,"field":)", field);
  message.value += "}}";
  return message;
}

}  // namespace jembatan::normalise

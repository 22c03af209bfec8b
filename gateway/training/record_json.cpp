// training-record/1 as text (INTERFACES.md 5).
#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <utility>

#include "training/record.hpp"

namespace jembatan::training {
namespace {

namespace json = boost::json;

constexpr std::string_view schema = "training-record/1";
constexpr std::array<std::pair<status, std::string_view>, 3> status_words{
    {{status::provisional, "provisional"}, {status::final, "final"}, {status::withdrawn, "withdrawn"}}};
constexpr std::array<std::pair<result_kind, std::string_view>, 3> outcome_words{
    {{result_kind::lulus, "lulus"}, {result_kind::hadir, "hadir"}, {result_kind::tidak_lulus, "tidak_lulus"}}};

template <class Words, class Value>
std::string_view word_of(const Words& words, Value value) {
  return std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.first == value; })->second;
}

json::object person_of(const record& r) {
  return {{"person_id", r.person_id}, {"nip", r.nip}, {"kode_opd", r.kode_opd}, {"kode_skpd", r.kode_skpd}};
}

json::object training_of(const record& r) {
  return {{"id", r.training_id},
          {"title", r.title},
          {"organiser", r.organiser},
          {"jenis_diklat", r.jenis_diklat},
          {"start", format_date(r.start)},
          {"end", format_date(r.end)},
          {"timezone", r.timezone},
          {"year", r.year},
          {"jp", r.jp}};
}

json::array sessions_of(const record& r) {
  json::array all;
  for (const auto& s : r.sessions) {
    all.push_back(json::object{{"id", s.id}, {"minutes", s.minutes}, {"required", s.required}, {"met", s.met}});
  }
  return all;
}

json::array modules_of(const record& r) {
  json::array all;
  for (const auto& m : r.modules) {
    json::object one{{"id", m.id}};
    if (m.completed_at) one["completed_at"] = format_rfc3339_short(*m.completed_at);
    if (m.score) one["score"] = *m.score;
    one["met"] = m.met;
    all.push_back(std::move(one));
  }
  return all;
}

json::object certificate_of(const certificate& c) {
  json::object all{{"number", c.number}, {"date", format_date(c.issued)}};
  if (!c.link.empty()) all["link"] = c.link;
  if (!c.sha256.empty()) all["sha256"] = c.sha256;
  return all;
}

// Reads fields into a record and remembers whether one was absent or of another type.
class field_reader {
 public:
  void read(const json::object& from, std::string_view key, std::string& into) {
    if (const auto* text = checked(from, key, json::kind::string)) into = std::string(text->get_string());
  }
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool>) void read(const json::object& from, std::string_view key, Integer& into) {
    const auto* value = checked(from, key, json::kind::int64);
    if (!value) return;
    good_ = good_ && std::in_range<Integer>(value->get_int64());
    into = static_cast<Integer>(value->get_int64());
  }
  void read(const json::object& from, std::string_view key, bool& into) {
    if (const auto* value = checked(from, key, json::kind::bool_)) into = value->get_bool();
  }
  void read(const json::object& from, std::string_view key, date& into) {
    std::string text;
    read(from, key, text);
    const auto parsed = parse_date(text);
    good_ = good_ && parsed;
    if (parsed) into = *parsed;
  }
  void read(const json::object& from, std::string_view key, double& into) {
    const auto* value = from.if_contains(key);
    good_ = good_ && value && value->is_number();
    if (good_) into = value->to_number<double>();
  }
  void read(const json::object& from, std::string_view key, time_point& into) {
    std::string text;
    read(from, key, text);
    const auto parsed = parse_rfc3339(text);
    good_ = good_ && parsed;
    if (parsed) into = *parsed;
  }
  // Where the key is there.
  template <class Value>
  void read_given(const json::object& from, std::string_view key, std::optional<Value>& into) {
    if (from.contains(key)) read(from, key, into.emplace());
  }
  template <class Words, class Value>
  void read_word(const json::object& from, std::string_view key, const Words& words, Value& into) {
    std::string text;
    read(from, key, text);
    const auto found = std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.second == text; });
    good_ = good_ && found != words.end();
    if (found != words.end()) into = found->first;
  }
  // An empty one where it is missing, so that reading can go on.
  json::object section(const json::object& from, std::string_view key) {
    const auto* value = checked(from, key, json::kind::object);
    return value ? value->get_object() : json::object();
  }
  json::array list(const json::object& from, std::string_view key, json::kind of) {
    const auto* value = checked(from, key, json::kind::array);
    if (!value) return {};
    for (const auto& element : value->get_array()) good_ = good_ && element.kind() == of;
    return good_ ? value->get_array() : json::array();
  }
  bool good() const { return good_; }

 private:
  const json::value* checked(const json::object& from, std::string_view key, json::kind kind) {
    const auto* value = from.if_contains(key);
    if (value && value->kind() == kind) return value;
    good_ = false;
    return nullptr;
  }
  bool good_ = true;
};

void read_person(field_reader& in, const json::object& from, record& r) {
  in.read(from, "person_id", r.person_id);
  in.read(from, "nip", r.nip);
  in.read(from, "kode_opd", r.kode_opd);
  in.read(from, "kode_skpd", r.kode_skpd);
}

void read_training(field_reader& in, const json::object& from, record& r) {
  in.read(from, "id", r.training_id);
  in.read(from, "title", r.title);
  in.read(from, "organiser", r.organiser);
  in.read(from, "jenis_diklat", r.jenis_diklat);
  in.read(from, "start", r.start);
  in.read(from, "end", r.end);
  in.read(from, "timezone", r.timezone);
  in.read(from, "year", r.year);
  in.read(from, "jp", r.jp);
}

session_result read_session(field_reader& in, const json::object& from) {
  session_result s;
  in.read(from, "id", s.id);
  in.read(from, "minutes", s.minutes);
  in.read(from, "required", s.required);
  in.read(from, "met", s.met);
  return s;
}

module_result read_module(field_reader& in, const json::object& from) {
  module_result m;
  in.read(from, "id", m.id);
  in.read_given(from, "completed_at", m.completed_at);
  in.read_given(from, "score", m.score);
  in.read(from, "met", m.met);
  return m;
}

certificate read_certificate(field_reader& in, const json::object& from) {
  certificate c;
  in.read(from, "number", c.number);
  in.read(from, "date", c.issued);
  if (from.contains("link")) in.read(from, "link", c.link);
  if (from.contains("sha256")) in.read(from, "sha256", c.sha256);
  return c;
}

void read_learning(field_reader& in, const json::object& from, record& r) {
  for (const auto& m : in.list(from, "modules", json::kind::object)) {
    r.modules.push_back(read_module(in, m.get_object()));
  }
  if (from.contains("actions")) {
    const auto actions = in.section(from, "actions");
    auto& into = r.actions.emplace();
    in.read(actions, "applied", into.applied);
    in.read(actions, "required", into.required);
  }
  if (from.contains("certificate")) r.certified = read_certificate(in, in.section(from, "certificate"));
  if (from.contains("badge")) in.read(in.section(from, "badge"), "awarded_at", r.badge_awarded_at.emplace());
}

record read_record(field_reader& in, const json::object& from) {
  record r;
  in.read(from, "record_id", r.record_id);
  in.read(from, "revision", r.revision);
  in.read_word(from, "status", status_words, r.state);
  in.read_word(from, "outcome", outcome_words, r.outcome);
  read_person(in, in.section(from, "person"), r);
  read_training(in, in.section(from, "training"), r);
  for (const auto& s : in.list(from, "sessions", json::kind::object)) {
    r.sessions.push_back(read_session(in, s.get_object()));
  }
  read_learning(in, from, r);
  for (const auto& reason : in.list(from, "reasons", json::kind::string)) {
    r.reasons.emplace_back(reason.get_string());
  }
  const auto basis = in.section(from, "basis");
  in.read(basis, "facts_sha256", r.facts_sha256);
  in.read(basis, "rules_sha256", r.rules_sha256);
  in.read(from, "changed_at", r.changed_at);
  return r;
}

}  // namespace

std::string_view to_text(status s) {
  return word_of(status_words, s);
}
std::string_view to_text(result_kind r) {
  return word_of(outcome_words, r);
}

std::string to_json(const record& r) {
  json::object all{{"schema", schema},
                   {"record_id", r.record_id},
                   {"revision", r.revision},
                   {"status", word_of(status_words, r.state)},
                   {"outcome", word_of(outcome_words, r.outcome)},
                   {"person", person_of(r)},
                   {"training", training_of(r)},
                   {"sessions", sessions_of(r)},
                   {"modules", modules_of(r)}};
  if (r.actions) all["actions"] = json::object{{"applied", r.actions->applied}, {"required", r.actions->required}};
  if (r.certified) all["certificate"] = certificate_of(*r.certified);
  if (r.badge_awarded_at) all["badge"] = json::object{{"awarded_at", format_rfc3339_short(*r.badge_awarded_at)}};
  all["reasons"] = json::array(r.reasons.begin(), r.reasons.end());
  all["basis"] = json::object{{"facts_sha256", r.facts_sha256}, {"rules_sha256", r.rules_sha256}};
  all["changed_at"] = r.changed_at;
  return json::serialize(all);
}

std::optional<record> from_json(std::string_view text) {
  boost::system::error_code failed;
  const auto parsed = json::parse(text, failed);
  if (failed || !parsed.is_object()) return std::nullopt;
  const auto* named = parsed.get_object().if_contains("schema");
  if (!named || !named->is_string() || named->get_string() != schema) return std::nullopt;
  field_reader in;
  auto r = read_record(in, parsed.get_object());
  if (!in.good()) return std::nullopt;
  return r;
}

}  // namespace jembatan::training

#include "simulate/comparison.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <map>
#include <optional>

namespace jembatan::simulate {
namespace {

namespace json = boost::json;

struct hold {
  std::string id, reason;
  std::vector<std::string> names;  // every text in party and hint, lower case
};

// What the gateway shows of one person.
struct found {
  std::vector<json::object> records;
  std::vector<hold> holds;
  std::map<int, std::int64_t> hours;  // counted, by year
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

void collect_texts(const json::value& v, std::vector<std::string>& out) {
  if (v.is_string()) {
    if (!v.get_string().empty()) out.push_back(lower(v.get_string()));
  } else if (v.is_array()) {
    for (const json::value& item : v.get_array()) collect_texts(item, out);
  } else if (v.is_object()) {
    for (const auto& member : v.get_object()) collect_texts(member.value(), out);
  }
}

result<json::array> items(std::string_view text, std::string_view key) {
  boost::system::error_code failed;
  json::value v = json::parse(text, failed);
  json::array* list = nullptr;
  if (!failed && v.is_object()) {
    json::value* member = v.get_object().if_contains(key);
    list = member ? member->if_array() : nullptr;
  }
  if (!list) return error{errc::invalid, "the output holds no array \"" + std::string(key) + "\""};
  return std::move(*list);
}

std::string text_at(const json::object& o, std::string_view key) {
  const json::value* v = o.if_contains(key);
  return v && v->is_string() ? std::string(v->get_string()) : std::string();
}

std::string person_of(const json::object& record) {
  const json::value* person = record.if_contains("person");
  return person && person->is_object() ? text_at(person->get_object(), "person_id") : std::string();
}

hold hold_of(const json::object& o) {
  hold h{.id = text_at(o, "id"), .reason = text_at(o, "reason"), .names = {}};
  for (const std::string_view key : {"party", "hint"})
    if (const json::value* v = o.if_contains(key)) collect_texts(*v, h.names);
  return h;
}

bool names(const hold& h, const truth& t) {
  return std::any_of(t.keys.begin(), t.keys.end(), [&](const std::string& key) {
    return std::find(h.names.begin(), h.names.end(), key) != h.names.end();
  });
}

// A guest may show the e-mail of somebody else, so those who should be held come first.
const truth* owner(const hold& h, const std::vector<truth>& people) {
  const truth* other = nullptr;
  for (const truth& t : people) {
    if (!names(h, t)) continue;
    if (!t.reason.empty()) return &t;
    if (!other) other = &t;
  }
  return other;
}

std::string list(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ",") + item;
  return "[" + out + "]";
}

std::string attended(std::string_view id, std::int64_t minutes, std::int64_t required, bool met) {
  return " " + std::string(id) + "=" + std::to_string(minutes) + "/" + std::to_string(required) + (met ? "+" : "-");
}

// The score to four digits, as records have it.
std::string learnt(std::string_view id, std::string_view completed_at, std::optional<double> score, bool met) {
  std::string text = " " + std::string(id) + "=" + (completed_at.empty() ? "open" : std::string(completed_at));
  if (score) text += "/" + std::to_string(std::lround(*score * 10'000));
  return text + (met ? "+" : "-");
}

std::string applied(std::int64_t n, std::int64_t required) {
  return " actions=" + std::to_string(n) + "/" + std::to_string(required);
}

// What is given besides, and what the person and the reasons are.
std::string rest(std::string_view certificate, std::string_view badge_at, std::int64_t jp, std::int64_t year,
                 std::string_view nip, std::vector<std::string> reasons) {
  std::string text;
  if (!certificate.empty()) text += " certificate=" + std::string(certificate);
  if (!badge_at.empty()) text += " badge=" + std::string(badge_at);
  std::sort(reasons.begin(), reasons.end());
  return text + " jp=" + std::to_string(jp) + "/" + std::to_string(year) + " nip=" + std::string(nip) + " " +
         list(reasons);
}

std::string intended(const truth& t) {
  if (t.expect == truth::state::none) return "none";
  if (t.expect == truth::state::held) return "held " + t.reason;
  std::string text = "record final " + t.outcome;
  for (const session_truth& s : t.sessions) text += attended(s.id, s.minutes, s.required, s.met);
  for (const module_truth& m : t.modules) text += learnt(m.id, m.completed_at, m.score, m.met);
  if (t.actions) text += applied(t.actions->applied, t.actions->required);
  text += rest(t.certificate, t.badge_at, t.jp, t.year, t.nip, t.reasons);
  return t.reason.empty() ? text : text + " and held " + t.reason;
}

std::string text_within(const json::object& o, std::string_view part, std::string_view key) {
  const json::value* v = o.if_contains(part);
  return v && v->is_object() ? text_at(v->get_object(), key) : std::string();
}

// The same words as intended(), so that the two compare as text and read side by side.
std::string shown(const json::object& r) {
  std::string text = "record " + text_at(r, "status") + " " + text_at(r, "outcome");
  for (const json::value& v : r.at("sessions").as_array()) {
    const json::object& s = v.as_object();
    text += attended(text_at(s, "id"), s.at("minutes").as_int64(), s.at("required").as_int64(), s.at("met").as_bool());
  }
  const json::value* modules = r.if_contains("modules");
  for (const json::value& v : modules ? modules->as_array() : json::array()) {
    const json::object& m = v.as_object();
    const json::value* score = m.if_contains("score");
    text += learnt(text_at(m, "id"), text_at(m, "completed_at"),
                   score ? std::optional(score->to_number<double>()) : std::nullopt, m.at("met").as_bool());
  }
  if (const json::value* actions = r.if_contains("actions"))
    text += applied(actions->as_object().at("applied").as_int64(), actions->as_object().at("required").as_int64());
  std::vector<std::string> reasons;
  for (const json::value& v : r.at("reasons").as_array()) reasons.emplace_back(v.as_string());
  const json::object& training = r.at("training").as_object();
  return text + rest(text_within(r, "certificate", "number"), text_within(r, "badge", "awarded_at"),
                     training.at("jp").as_int64(), training.at("year").as_int64(),
                     text_at(r.at("person").as_object(), "nip"), std::move(reasons));
}

std::string reached(const found& f) {
  std::vector<std::string> states;
  for (const json::object& r : f.records) {
    try {
      states.push_back(shown(r));
    } catch (const std::exception&) {  // Boost.JSON's at() and as_*() report a missing or wrong field by exception
      states.emplace_back("record without the fields of training-record/1");
    }
  }
  for (const hold& h : f.holds) {
    const std::string state = "held " + h.reason;
    // A person with several connections is held once for each.
    if (std::find(states.begin(), states.end(), state) == states.end()) states.push_back(state);
  }
  if (states.empty()) return "none";
  std::string out = states.front();
  for (std::size_t i = 1; i < states.size(); ++i) out += " and " + states[i];
  return out;
}

using people_found = std::map<std::string, found>;  // by person_id; everybody whom the truth knows

result<void> add_records(people_found& by_person, comparison& c, std::string_view records_json) {
  JB_TRY(const json::array records, items(records_json, "records"));
  for (const json::value& v : records) {
    const json::object record = v.is_object() ? v.get_object() : json::object{};
    const auto at = by_person.find(person_of(record));
    if (at == by_person.end())
      c.mismatches.push_back("record " + text_at(record, "record_id") + ": intended no such record");
    else
      at->second.records.push_back(record);
  }
  return {};
}

result<void> add_holds(people_found& by_person, comparison& c, const std::vector<truth>& people,
                       std::string_view held_json) {
  JB_TRY(const json::array held, items(held_json, "held"));
  for (const json::value& v : held) {
    hold h = hold_of(v.is_object() ? v.get_object() : json::object{});
    const truth* t = owner(h, people);
    if (!t)
      c.mismatches.push_back("hold " + h.id + " " + h.reason + ": intended for nobody");
    else
      by_person[t->who].holds.push_back(std::move(h));
  }
  return {};
}

// Of everybody whom the truth knows; what others have is no record of this run.
result<void> add_hours(people_found& by_person, const std::map<int, std::string>& hours_json) {
  for (const auto& [year, text] : hours_json) {
    JB_TRY(const json::array people, items(text, "people"));
    for (const json::value& v : people) {
      const json::object person = v.is_object() ? v.get_object() : json::object{};
      const auto at = by_person.find(text_at(person, "person_id"));
      const json::value* jp = person.if_contains("jp");
      if (at != by_person.end() && jp && jp->is_int64()) at->second.hours[year] += jp->get_int64();
    }
  }
  return {};
}

std::string counted(std::int64_t hours) {
  return ", counted " + std::to_string(hours) + " JP";
}

}  // namespace

std::set<int> years_of(const std::vector<truth>& people) {
  std::set<int> years;
  for (const truth& t : people)
    if (t.expect == truth::state::record) years.insert(t.year);
  return years;
}

result<comparison> compare(const std::vector<truth>& people, std::string_view records_json, std::string_view held_json,
                           const std::map<int, std::string>& hours_json) {
  std::map<std::string, found> by_person;
  comparison c;
  for (const truth& t : people) by_person[t.who];
  JB_CHECK(add_records(by_person, c, records_json));
  JB_CHECK(add_holds(by_person, c, people, held_json));
  JB_CHECK(add_hours(by_person, hours_json));
  for (const truth& t : people) {
    std::string want = intended(t), got = reached(by_person[t.who]);
    if (!hours_json.empty()) {
      want += counted(t.outcome == "lulus" ? t.jp : 0);
      got += counted(by_person[t.who].hours[t.year]);
    }
    ++c.people;
    if (want == got)
      ++c.matches;
    else
      c.mismatches.push_back(t.who + " (" + t.role + "): intended " + want + ", found " + got);
  }
  return c;
}

}  // namespace jembatan::simulate

#include "simulate/comparison.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

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
    if (t.expect == truth::state::held) return &t;
    if (!other) other = &t;
  }
  return other;
}

std::string list(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ",") + item;
  return "[" + out + "]";
}

std::string intended(const truth& t) {
  if (t.expect == truth::state::none) return "none";
  if (t.expect == truth::state::held) return "held " + t.reason;
  return "record final " + t.outcome + " minutes=" + std::to_string(t.minutes) + "/" + std::to_string(t.required) +
         " met=" + (t.met ? "true" : "false") + " jp=" + std::to_string(t.jp) + " nip=" + t.nip + " " + list(t.reasons);
}

// The same words as intended(), so that the two compare as text and read side by side.
std::string shown(const json::object& r) {
  const json::object& session = r.at("sessions").as_array().at(0).as_object();
  const json::object& training = r.at("training").as_object();
  std::vector<std::string> reasons;
  for (const json::value& v : r.at("reasons").as_array()) reasons.emplace_back(v.as_string());
  return "record " + text_at(r, "status") + " " + text_at(r, "outcome") +
         " minutes=" + std::to_string(session.at("minutes").as_int64()) + "/" +
         std::to_string(session.at("required").as_int64()) +
         " met=" + (session.at("met").as_bool() ? "true" : "false") +
         " jp=" + std::to_string(training.at("jp").as_int64()) + " nip=" + text_at(r.at("person").as_object(), "nip") +
         " " + list(reasons);
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

}  // namespace

result<comparison> compare(const std::vector<truth>& people, std::string_view records_json,
                           std::string_view held_json) {
  JB_TRY(const json::array records, items(records_json, "records"));
  JB_TRY(const json::array held, items(held_json, "held"));
  std::map<std::string, found> by_person;
  comparison c;
  for (const truth& t : people) by_person[t.who];
  for (const json::value& v : records) {
    const json::object record = v.is_object() ? v.get_object() : json::object{};
    const auto at = by_person.find(person_of(record));
    if (at == by_person.end())
      c.mismatches.push_back("record " + text_at(record, "record_id") + ": intended no such record");
    else
      at->second.records.push_back(record);
  }
  for (const json::value& v : held) {
    hold h = hold_of(v.is_object() ? v.get_object() : json::object{});
    const truth* t = owner(h, people);
    if (!t)
      c.mismatches.push_back("hold " + h.id + " " + h.reason + ": intended for nobody");
    else
      by_person[t->who].holds.push_back(std::move(h));
  }
  for (const truth& t : people) {
    const std::string want = intended(t), got = reached(by_person[t.who]);
    ++c.people;
    if (want == got)
      ++c.matches;
    else
      c.mismatches.push_back(t.who + " (" + t.role + "): intended " + want + ", found " + got);
  }
  return c;
}

}  // namespace jembatan::simulate

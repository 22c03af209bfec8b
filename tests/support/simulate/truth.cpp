#include "simulate/truth.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace jembatan::simulate {
namespace {

namespace json = boost::json;

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

void expect_record(truth& t, const attendee& a, const plan& p) {
  const presence_truth seen = presence_of(a, p);
  t.expect = truth::state::record;
  t.nip = a.who.nip;
  t.sessions = {seen.session};
  t.jp = p.training.jp;
  t.year = static_cast<int>(p.training.to.year());
  t.outcome = seen.session.met ? "lulus" : seen.present ? "hadir" : "tidak_lulus";
  if (!seen.session.met) t.reasons.push_back("session:" + p.training.session);
  if (seen.leave_unknown) t.reasons.push_back("leave_unknown:" + p.training.session);
}

json::array array_of(const std::vector<std::string>& items) {
  json::array out;
  for (const std::string& item : items) out.push_back(json::string(item));
  return out;
}

std::vector<std::string> strings_of(const json::object& o, std::string_view key) {
  std::vector<std::string> out;
  for (const json::value& v : o.at(key).as_array()) out.emplace_back(v.as_string());
  return out;
}

json::object object_of(const session_truth& s) {
  return {{"id", s.id}, {"minutes", s.minutes}, {"required", s.required}, {"met", s.met}};
}

json::object object_of(const module_truth& m) {
  json::object o{{"id", m.id}, {"completed_at", m.completed_at}, {"met", m.met}};
  if (m.score) o["score"] = *m.score;
  return o;
}

template <class T>
json::array objects_of(const std::vector<T>& items) {
  json::array out;
  for (const T& item : items) out.push_back(object_of(item));
  return out;
}

session_truth read_session(const json::object& o) {
  return {std::string(o.at("id").as_string()), o.at("minutes").as_int64(), o.at("required").as_int64(),
          o.at("met").as_bool()};
}

module_truth read_module(const json::object& o) {
  module_truth m{
      std::string(o.at("id").as_string()), std::string(o.at("completed_at").as_string()), {}, o.at("met").as_bool()};
  if (const json::value* score = o.if_contains("score")) m.score = score->to_number<double>();
  return m;
}

void read_record(truth& t, const json::object& o) {
  const auto text = [&o](std::string_view key) { return std::string(o.at(key).as_string()); };
  t.expect = truth::state::record;
  t.nip = text("nip");
  t.outcome = text("outcome");
  for (const json::value& v : o.at("sessions").as_array()) t.sessions.push_back(read_session(v.as_object()));
  for (const json::value& v : o.at("modules").as_array()) t.modules.push_back(read_module(v.as_object()));
  if (const json::value* actions = o.if_contains("actions"))
    t.actions = {actions->as_object().at("applied").as_int64(), actions->as_object().at("required").as_int64()};
  t.certificate = text("certificate");
  t.badge_at = text("badge_at");
  t.jp = static_cast<int>(o.at("jp").as_int64());
  t.year = static_cast<int>(o.at("year").as_int64());
  t.reasons = strings_of(o, "reasons");
}

truth read(const json::object& o) {
  truth t;
  const auto text = [&o](std::string_view key) { return std::string(o.at(key).as_string()); };
  t.who = text("who");
  t.role = text("role");
  t.keys = strings_of(o, "keys");
  t.reason = text("reason");
  const std::string expect = text("expect");
  if (expect == "held") t.expect = truth::state::held;
  if (expect == "record") read_record(t, o);
  return t;
}

}  // namespace

std::string_view to_string(truth::state s) {
  return s == truth::state::record ? "record" : s == truth::state::held ? "held" : "none";
}

std::int64_t covered_seconds(std::vector<interval> stays, interval window) {
  std::sort(stays.begin(), stays.end(), [](const interval& a, const interval& b) { return a.from < b.from; });
  std::int64_t total = 0;
  instant reached = window.from;
  for (const interval& s : stays) {
    const instant from = std::max(s.from, reached), to = std::min(s.to, window.to);
    if (to <= from) continue;
    total += (to - from).count();
    reached = to;
  }
  return total;
}

void add_keys(truth& t, const attendee& a) {
  const auto add = [&t](const std::string& text) {
    if (!text.empty() && std::find(t.keys.begin(), t.keys.end(), text) == t.keys.end()) t.keys.push_back(text);
  };
  add(lower(a.zoom_id));
  add(lower(a.shown_email));
  add(lower(a.who.name));
}

presence_truth presence_of(const attendee& a, const plan& p) {
  const training_plan& training = p.training;
  const std::int64_t window = (training.closes - training.opens).count();
  std::vector<interval> stays;
  presence_truth seen;
  for (const leg& l : a.legs) {
    stays.push_back({l.joined, l.left.value_or(p.where.ended)});
    seen.leave_unknown = seen.leave_unknown || !l.left;
  }
  const std::int64_t present = covered_seconds(stays, {training.opens, training.closes});
  seen.session = {training.session, present / 60, (window * training.share + 5999) / 6000,
                  present * 100 >= window * training.share};
  seen.present = present > 0;
  return seen;
}

std::vector<truth> truth_of(const plan& p) {
  std::vector<truth> all;
  for (const attendee& a : p.people) {
    truth t;
    t.who = a.who.person_id;
    t.role = to_string(a.plays);
    add_keys(t, a);
    if (a.enrolled) {
      expect_record(t, a, p);
    } else if (a.plays != role::host) {
      t.expect = truth::state::held;
      t.reason = a.in_directory ? "not_enrolled" : "person_unknown";
    }
    all.push_back(std::move(t));
  }
  return all;
}

std::string to_line(const truth& t) {
  json::object o{{"who", t.who}, {"role", t.role}, {"expect", to_string(t.expect)}};
  o["keys"] = array_of(t.keys);
  o["reason"] = t.reason;
  if (t.expect == truth::state::record) {
    o["nip"] = t.nip;
    o["outcome"] = t.outcome;
    o["sessions"] = objects_of(t.sessions);
    o["modules"] = objects_of(t.modules);
    if (t.actions) o["actions"] = {{"applied", t.actions->applied}, {"required", t.actions->required}};
    o["certificate"] = t.certificate;
    o["badge_at"] = t.badge_at;
    o["jp"] = t.jp;
    o["year"] = t.year;
    o["reasons"] = array_of(t.reasons);
  }
  return json::serialize(o) + "\n";
}

result<truth> truth_from_line(std::string_view line) {
  boost::system::error_code failed;
  const json::value v = json::parse(line, failed);
  if (failed || !v.is_object()) return error{errc::invalid, "not a line of truth.jsonl"};
  try {
    return read(v.get_object());
  } catch (const std::exception&) {  // Boost.JSON's at() and as_*() report a missing or wrong field by exception
    return error{errc::invalid, "a line of truth.jsonl lacks a field"};
  }
}

}  // namespace jembatan::simulate

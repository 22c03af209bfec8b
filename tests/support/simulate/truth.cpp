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

void add_keys(truth& t, const attendee& a) {
  if (!a.zoom_id.empty()) t.keys.push_back(lower(a.zoom_id));
  if (!a.shown_email.empty()) t.keys.push_back(lower(a.shown_email));
  t.keys.push_back(lower(a.who.name));
}

void expect_record(truth& t, const attendee& a, const plan& p) {
  const training_plan& training = p.training;
  const std::int64_t window = (training.closes - training.opens).count();
  std::vector<interval> stays;
  bool leave_unknown = false;
  for (const leg& l : a.legs) {
    stays.push_back({l.joined, l.left.value_or(p.where.ended)});
    leave_unknown = leave_unknown || !l.left;
  }
  const std::int64_t present = covered_seconds(stays, {training.opens, training.closes});
  t.expect = truth::state::record;
  t.nip = a.who.nip;
  t.minutes = present / 60;
  t.required = (window * training.share + 5999) / 6000;
  t.met = present * 100 >= window * training.share;
  t.jp = training.jp;
  t.outcome = t.met ? "lulus" : present > 0 ? "hadir" : "tidak_lulus";
  if (leave_unknown) t.reasons.push_back("leave_unknown:" + training.session);
  if (!t.met) t.reasons.push_back("session:" + training.session);
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

truth read(const json::object& o) {
  truth t;
  const auto text = [&o](std::string_view key) { return std::string(o.at(key).as_string()); };
  t.who = text("who");
  t.role = text("role");
  t.keys = strings_of(o, "keys");
  const std::string expect = text("expect");
  if (expect == "held") {
    t.expect = truth::state::held;
    t.reason = text("reason");
  } else if (expect == "record") {
    t.expect = truth::state::record;
    t.nip = text("nip");
    t.outcome = text("outcome");
    t.minutes = o.at("minutes").as_int64();
    t.required = o.at("required").as_int64();
    t.met = o.at("met").as_bool();
    t.jp = static_cast<int>(o.at("jp").as_int64());
    t.reasons = strings_of(o, "reasons");
  }
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
  if (t.expect == truth::state::held) o["reason"] = t.reason;
  if (t.expect == truth::state::record) {
    o["nip"] = t.nip;
    o["outcome"] = t.outcome;
    o["minutes"] = t.minutes;
    o["required"] = t.required;
    o["met"] = t.met;
    o["jp"] = t.jp;
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

#include "simulate/summary.hpp"

#include <boost/json.hpp>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <vector>

namespace jembatan::simulate {
namespace {

namespace json = boost::json;

// Of one session or one module.
struct row {
  std::size_t some = 0;  // present for a minute, or with a score
  std::size_t met = 0;
  double sum = 0;  // of minutes, or of scores
};

struct training {
  std::string title, period;
  std::size_t records = 0, actions_met = 0, certificates = 0, badges = 0;
  std::int64_t hours = 0;
  bool has_actions = false;
  std::map<std::string, row> sessions, modules;
  std::map<std::string, std::size_t> outcomes, reasons;
};

void add_session(row& r, const json::object& s) {
  const std::int64_t minutes = s.at("minutes").as_int64();
  r.some += minutes > 0 ? 1 : 0;
  r.met += s.at("met").as_bool() ? 1 : 0;
  r.sum += static_cast<double>(minutes);
}

void add_module(row& r, const json::object& m) {
  r.met += m.at("met").as_bool() ? 1 : 0;
  const json::value* score = m.if_contains("score");
  if (!score) return;
  ++r.some;
  r.sum += score->to_number<double>();
}

std::string text(const json::value& v) {
  return std::string(v.as_string());
}

void add_record(std::map<std::string, training>& all, const json::object& r) {
  const json::object& of = r.at("training").as_object();
  training& t = all[text(of.at("id"))];
  t.title = text(of.at("title"));
  t.period = text(of.at("start")) + " to " + text(of.at("end"));
  ++t.records;
  const std::string outcome = text(r.at("outcome"));
  ++t.outcomes[outcome];
  if (outcome == "lulus") t.hours += of.at("jp").as_int64();
  for (const json::value& s : r.at("sessions").as_array())
    add_session(t.sessions[text(s.as_object().at("id"))], s.as_object());
  if (const json::value* modules = r.if_contains("modules"))
    for (const json::value& m : modules->as_array()) add_module(t.modules[text(m.as_object().at("id"))], m.as_object());
  if (const json::value* actions = r.if_contains("actions")) {
    t.has_actions = true;
    const json::object& a = actions->as_object();
    t.actions_met += a.at("applied").as_int64() >= a.at("required").as_int64() ? 1 : 0;
  }
  t.certificates += r.contains("certificate") ? 1 : 0;
  t.badges += r.contains("badge") ? 1 : 0;
  for (const json::value& reason : r.at("reasons").as_array()) ++t.reasons[text(reason)];
}

std::string line(const char* what, const std::string& id, std::size_t met, std::size_t of, const std::string& more) {
  char out[160];
  const std::size_t percent = of == 0 ? 0 : (200 * met + of) / (2 * of);
  std::snprintf(out, sizeof out, "  %-10s %-18s %5zu of %-5zu %3zu %%  %s", what, id.c_str(), met, of, percent,
                more.c_str());
  std::string text = out;
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::string mean(const char* before, double sum, std::size_t of, double times, const char* after) {
  return before + std::to_string(std::lround(of == 0 ? 0 : times * sum / static_cast<double>(of))) + after;
}

std::string shown(const training& t) {
  std::string out = t.title + ", " + t.period + ": " + std::to_string(t.records) + " records\n";
  for (const auto& [id, r] : t.sessions)
    out += line("attendance", id, r.met, t.records, mean("mean ", r.sum, t.records, 1, " min"));
  for (const auto& [id, r] : t.modules)
    out += line("module", id, r.met, t.records,
                mean("mean score ", r.sum, r.some, 100, " %") + " of " + std::to_string(r.some));
  if (t.has_actions) out += line("actions", "", t.actions_met, t.records, "");
  for (const char* outcome : {"lulus", "hadir", "tidak_lulus"}) {
    const auto found = t.outcomes.find(outcome);
    out += line("outcome", outcome, found == t.outcomes.end() ? 0 : found->second, t.records, "");
  }
  out += "  given      " + std::to_string(t.hours) + " JP, " + std::to_string(t.certificates) + " certificates, " +
         std::to_string(t.badges) + " badges\n";
  for (const auto& [reason, n] : t.reasons) out += line("reason", reason, n, t.records, "");
  return out;
}

result<json::object> parsed(std::string_view text) {
  boost::system::error_code failed;
  json::value v = json::parse(text, failed);
  if (failed || !v.is_object()) return error{errc::invalid, "the command printed no JSON object"};
  return std::move(v.get_object());
}

}  // namespace

result<std::string> summary_of(std::string_view records_json, std::string_view held_json) {
  JB_TRY(const json::object records, parsed(records_json));
  JB_TRY(const json::object held, parsed(held_json));
  std::map<std::string, training> all;
  std::map<std::string, std::size_t> holds;
  try {
    for (const json::value& r : records.at("records").as_array()) add_record(all, r.as_object());
    for (const json::value& h : held.at("held").as_array()) ++holds[text(h.as_object().at("reason"))];
  } catch (const std::exception& e) {  // Boost.JSON's at() and as_*() report a missing or wrong field by exception
    return error{errc::invalid, std::string("the command's output lacks a field: ") + e.what()};
  }
  std::string out;
  for (const auto& [id, t] : all) out += shown(t);
  out += "held:";
  for (const auto& [reason, n] : holds) out += " " + reason + " " + std::to_string(n) + ",";
  if (holds.empty()) out += " nobody,";
  out.back() = '\n';
  return out;
}

}  // namespace jembatan::simulate

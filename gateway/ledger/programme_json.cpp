// A training as the ledger keeps it: every field that evaluation or delivery may need.
#include <boost/json.hpp>

#include "ledger/register_tables.hpp"

namespace jembatan::ledger {
namespace {

namespace json = boost::json;

json::array list_of(const std::set<std::string>& values) {
  return json::array(values.begin(), values.end());
}

std::set<std::string> set_from(const json::value& list) {
  std::set<std::string> all;
  for (const auto& element : list.as_array()) all.emplace(element.as_string());
  return all;
}

std::string text(const json::object& from, std::string_view key) {
  return std::string(from.at(key).as_string());
}

date date_from(const json::object& from, std::string_view key) {
  return parse_date(text(from, key)).value_or(date());
}

json::object session_to(const training::live_session& s) {
  return {{"id", s.id},
          {"source", s.source},
          {"meeting_id", s.meeting_id},
          {"from", to_unix_ms(s.when.from)},
          {"to", to_unix_ms(s.when.to)},
          {"attendance", s.attendance_percent}};
}

training::live_session session_from(const json::object& from) {
  training::live_session s;
  s.id = text(from, "id");
  s.source = text(from, "source");
  s.meeting_id = text(from, "meeting_id");
  s.when = {from_unix_ms(from.at("from").as_int64()), from_unix_ms(from.at("to").as_int64())};
  s.attendance_percent = from.at("attendance").to_number<int>();
  return s;
}

json::object place_to(const training::activity_ref& a) {
  return {{"source", a.source}, {"id", a.id}};
}

training::activity_ref place_from(const json::object& from) {
  return {text(from, "source"), text(from, "id")};
}

json::array texts_of(const std::vector<std::string>& values) {
  return json::array(values.begin(), values.end());
}

std::vector<std::string> texts_from(const json::value& list) {
  std::vector<std::string> all;
  for (const auto& element : list.as_array()) all.emplace_back(element.as_string());
  return all;
}

json::object module_to(const training::learning_module& m) {
  json::object all{{"id", m.id}, {"title", m.title}, {"source", m.source}, {"complete", texts_of(m.complete)}};
  if (m.score) all["score"] = json::object{{"activity", m.score->activity}, {"minimum", m.score->minimum_percent}};
  if (!m.before.empty()) all["before"] = m.before;
  return all;
}

training::learning_module module_from(const json::object& from) {
  training::learning_module m;
  m.id = text(from, "id");
  m.title = text(from, "title");
  m.source = text(from, "source");
  m.complete = texts_from(from.at("complete"));
  if (const auto* score = from.if_contains("score")) {
    const auto& s = score->as_object();
    m.score = training::score_rule{text(s, "activity"), s.at("minimum").to_number<int>()};
  }
  if (from.contains("before")) m.before = text(from, "before");
  return m;
}

json::object plan_to(const training::action_plan& a) {
  return {{"source", a.source},
          {"activities", texts_of(a.activities)},
          {"count", a.count == training::action_plan::counting::assignments ? "assignments" : "score_raw"},
          {"minimum", a.minimum}};
}

training::action_plan plan_from(const json::object& from) {
  using counting = training::action_plan::counting;
  return {text(from, "source"), texts_from(from.at("activities")),
          text(from, "count") == "assignments" ? counting::assignments : counting::score_raw,
          from.at("minimum").to_number<int>()};
}

void put_learning(json::object& all, const training::programme& p) {
  if (p.course) all["course"] = place_to(*p.course);
  json::array modules;
  for (const auto& m : p.modules) modules.push_back(module_to(m));
  if (!modules.empty()) all["modules"] = std::move(modules);
  if (p.actions) all["actions"] = plan_to(*p.actions);
  if (p.feedback) {
    all["feedback"] = place_to(p.feedback->where);
    all["feedback_required"] = p.feedback->required;
  }
  if (p.badge) all["badge"] = place_to(*p.badge);
  all["certificate_required"] = p.certificate.required;
  all["certificate_by_lms"] = p.certificate.number_from == training::certificate_rule::origin::lms_code;
}

// What a version before learning systems stored has none of these keys.
void read_learning(const json::object& from, training::programme& p) {
  if (const auto* course = from.if_contains("course")) p.course = place_from(course->as_object());
  if (const auto* modules = from.if_contains("modules")) {
    for (const auto& m : modules->as_array()) p.modules.push_back(module_from(m.as_object()));
  }
  if (const auto* plan = from.if_contains("actions")) p.actions = plan_from(plan->as_object());
  if (const auto* form = from.if_contains("feedback"))
    p.feedback = training::feedback_form{place_from(form->as_object()), from.at("feedback_required").as_bool()};
  if (const auto* badge = from.if_contains("badge")) p.badge = place_from(badge->as_object());
  if (const auto* required = from.if_contains("certificate_required")) p.certificate.required = required->as_bool();
  if (const auto* by_lms = from.if_contains("certificate_by_lms"); by_lms && by_lms->as_bool())
    p.certificate.number_from = training::certificate_rule::origin::lms_code;
}

training::programme programme_from(const json::object& from) {
  training::programme p;
  p.id = text(from, "id");
  p.title = text(from, "title");
  p.organiser = text(from, "organiser");
  p.timezone = text(from, "timezone");
  p.offset = std::chrono::hours{from.at("offset").as_int64()};
  p.from = date_from(from, "from");
  p.to = date_from(from, "to");
  p.jp = from.at("jp").to_number<int>();
  p.enrol = text(from, "enrolment") == "open" ? training::enrolment::open : training::enrolment::required;
  p.participants = set_from(from.at("participants"));
  p.staff = set_from(from.at("staff"));
  for (const auto& s : from.at("sessions").as_array()) p.sessions.push_back(session_from(s.as_object()));
  read_learning(from, p);
  p.jenis_diklat = from.at("jenis_diklat").to_number<int>();
  if (from.contains("settle")) p.settle = duration{from.at("settle").as_int64()};
  p.digest = text(from, "digest");
  return p;
}

}  // namespace

std::string programme_to_json(const training::programme& p) {
  json::array sessions;
  for (const auto& s : p.sessions) sessions.push_back(session_to(s));
  json::object all{{"id", p.id},
                   {"title", p.title},
                   {"organiser", p.organiser},
                   {"timezone", p.timezone},
                   {"offset", p.offset.count()},
                   {"from", format_date(p.from)},
                   {"to", format_date(p.to)},
                   {"jp", p.jp},
                   {"enrolment", p.enrol == training::enrolment::open ? "open" : "required"},
                   {"participants", list_of(p.participants)},
                   {"staff", list_of(p.staff)},
                   {"sessions", std::move(sessions)},
                   {"jenis_diklat", p.jenis_diklat},
                   {"digest", p.digest}};
  put_learning(all, p);
  if (p.settle) all["settle"] = p.settle->count();
  return json::serialize(all);
}

result<training::programme> programme_from_json(std::string_view stored) {
  try {
    return programme_from(json::parse(stored).as_object());
  } catch (const std::exception& failure) {
    return error(errc::corrupt, std::string("a training in the ledger cannot be read: ") + failure.what());
  }
}

}  // namespace jembatan::ledger

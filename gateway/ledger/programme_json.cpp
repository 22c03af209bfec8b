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

#include "app/register_views.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace jembatan::app {
namespace {

namespace json = boost::json;

template <class Items, class View>
json::array list_of(const Items& items, View view) {
  json::array list;
  for (const auto& item : items) list.push_back(view(item));
  return list;
}

std::string listing(std::string_view name, json::array list) {
  json::object o{{"version", 1}};
  o[name] = std::move(list);
  return json::serialize(o);
}

std::string text_of(const std::optional<date>& d) {
  return d ? format_date(*d) : std::string();
}

void put(json::object& o, std::string_view key, const std::string& text) {
  if (!text.empty()) o[key] = text;
}

// Text that is JSON already; a string where it does not parse.
json::value embedded(const std::string& text) {
  boost::system::error_code failed;
  auto value = json::parse(text, failed);
  return failed ? json::value(text) : value;
}

json::object held_view(const ledger::held_item& h) {
  json::object o{
      {"id", h.id}, {"reason", h.reason}, {"source", h.source}, {"training", h.training}, {"meeting_id", h.meeting_id}};
  put(o, "activity", h.activity);
  put(o, "course", h.course);
  o["party"] = embedded(h.party_json);
  o["hint"] = h.hint;
  o["events"] = h.events;
  o["since"] = format_rfc3339_short(h.since);
  return o;
}

json::object assignment_view(const ledger::assignment& a) {
  json::object o{{"id", a.id}, {"source", a.source}};
  put(o, "account", a.account);
  put(o, "connection", a.connection);
  o["hint"] = a.hint;
  o["person_id"] = a.person;
  o["actor"] = a.actor;
  o["at"] = format_rfc3339_short(a.at);
  return o;
}

json::object event_view(const ledger::message_story& m) {
  json::object o{{"receipt", m.from.text()}, {"index", m.index}, {"type", m.type}, {"class", m.cls}};
  if (m.at) o["happened_at"] = format_rfc3339_short(*m.at);
  return o;
}

json::object training_view(const training::programme& p) {
  return {{"id", p.id},
          {"title", p.title},
          {"from", format_date(p.from)},
          {"to", format_date(p.to)},
          {"timezone", p.timezone},
          {"jp", p.jp},
          {"enrolment", p.enrol == training::enrolment::open ? "open" : "required"},
          {"participants", p.participants.size()},
          {"sessions", p.sessions.size()},
          {"modules", p.modules.size()},
          {"rules_sha256", p.digest}};
}

json::object jp_view(const ledger::jp_row& r) {
  return {{"person_id", r.person_id},        {"nip", r.nip},     {"nama", r.nama},
          {"kode_opd", r.kode_opd},          {"jp", r.final_jp}, {"provisional", r.provisional_jp},
          {"met", r.final_jp >= yearly_duty}};
}

}  // namespace

std::string people_json(const std::vector<training::person_row>& rows) {
  return listing("people", list_of(rows, [](const training::person_row& p) {
                   return json::object{{"person_id", p.person_id},
                                       {"nip", p.nip},
                                       {"jenis_nip", p.jenis_nip},
                                       {"nama", p.nama},
                                       {"email", p.email},
                                       {"kode_opd", p.kode_opd},
                                       {"nama_opd", p.nama_opd},
                                       {"kode_skpd", p.kode_skpd},
                                       {"berlaku_dari", text_of(p.from)},
                                       {"berlaku_sampai", text_of(p.to)}};
                 }));
}

std::string accounts_json(const std::vector<training::account_row>& rows) {
  return listing("accounts", list_of(rows, [](const training::account_row& a) {
                   return json::object{{"person_id", a.person_id},        {"source", a.source},
                                       {"home_page", a.home_page},        {"account", a.account},
                                       {"berlaku_dari", text_of(a.from)}, {"berlaku_sampai", text_of(a.to)}};
                 }));
}

std::string trainings_json(const ledger::in_force& all) {
  return listing("trainings", list_of(all.trainings, [](const auto& one) { return training_view(one.second); }));
}

std::string certificates_json(const ledger::in_force& all) {
  return listing("certificates", list_of(all.certified, [](const auto& one) {
                   const training::certificate_row& c = one.second;
                   return json::object{{"training", c.training}, {"person_id", c.person_id},
                                       {"number", c.number},     {"date", format_date(c.issued)},
                                       {"link", c.link},         {"pdf_path", c.pdf_path},
                                       {"sha256", c.sha256}};
                 }));
}

std::string jp_json(int year, const std::vector<ledger::jp_row>& rows) {
  return json::serialize(
      json::object{{"version", 1}, {"year", year}, {"duty", yearly_duty}, {"people", list_of(rows, jp_view)}});
}

std::string held_json(const std::vector<ledger::held_item>& held, const std::vector<ledger::assignment>& assigned) {
  return json::serialize(json::object{
      {"version", 1}, {"held", list_of(held, held_view)}, {"assigned", list_of(assigned, assignment_view)}});
}

std::optional<std::string> hold_json(const std::string& id, const std::vector<ledger::held_item>& held,
                                     const std::vector<ledger::assignment>& assigned,
                                     const std::vector<ledger::message_story>& events) {
  const auto named = [&](const auto& one) { return one.id == id || one.id == "hld:" + id; };
  json::object o{{"version", 1}};
  const auto h = std::find_if(held.begin(), held.end(), named);
  if (h != held.end()) o["held"] = held_view(*h);
  const auto a = std::find_if(assigned.begin(), assigned.end(), named);
  if (a != assigned.end()) o["assigned"] = assignment_view(*a);
  if (o.size() == 1) return std::nullopt;
  o["events"] = list_of(events, event_view);
  return json::serialize(o);
}

}  // namespace jembatan::app

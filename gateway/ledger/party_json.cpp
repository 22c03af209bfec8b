// Storage forms of a party; FORMAT.md says what the letters mean.
#include <boost/json.hpp>

#include "ledger/fields.hpp"
#include "ledger/party.hpp"

namespace jembatan::ledger {
namespace {

namespace json = boost::json;
using training::presence_event;

void put_list(json::object& into, std::string_view key, const std::vector<std::string>& values) {
  if (!values.empty()) into[key] = json::array(values.begin(), values.end());
}

std::vector<std::string> list_at(const json::object& from, std::string_view key) {
  std::vector<std::string> all;
  const auto* value = from.if_contains(key);
  if (!value || !value->is_array()) return all;
  for (const auto& element : value->get_array()) all.emplace_back(element.as_string());
  return all;
}

}  // namespace

std::string who_to_json(const training::party& who) {
  json::object all;
  put_list(all, "r", who.registrant_ids);
  put_list(all, "e", who.emails);
  put_list(all, "a", who.account_names);
  put_list(all, "k", who.customer_keys);
  put_list(all, "n", who.names);
  put_list(all, "i", who.claimed_nips);
  if (!who.account_home_page.empty()) all["p"] = who.account_home_page;
  return json::serialize(all);
}

training::party who_from_json(std::string_view text) {
  const auto all = json::parse(text).as_object();
  training::party who;
  who.registrant_ids = list_at(all, "r");
  who.emails = list_at(all, "e");
  who.account_names = list_at(all, "a");
  who.customer_keys = list_at(all, "k");
  who.names = list_at(all, "n");
  who.claimed_nips = list_at(all, "i");
  who.account_home_page = text_at(all, "p");
  return who;
}

std::string presence_to_json(const std::vector<presence_event>& events) {
  json::array all;
  for (const auto& e : events) {
    all.push_back(json::array{e.what == presence_event::kind::joined ? "j" : "l", e.leg, to_unix_ms(e.at)});
  }
  return json::serialize(all);
}

std::vector<presence_event> presence_from_json(std::string_view text, const std::string& connection) {
  std::vector<presence_event> all;
  const auto parsed = json::parse(text);
  for (const auto& element : parsed.as_array()) {
    const auto& e = element.as_array();
    const auto what = e.at(0).as_string() == "j" ? presence_event::kind::joined : presence_event::kind::left;
    all.push_back({what, connection, std::string(e.at(1).as_string()), from_unix_ms(e.at(2).as_int64())});
  }
  return all;
}

std::string standings_to_json(const std::vector<training::standing>& standings) {
  json::array all;
  for (const auto& s : standings) all.push_back(json::array{training::to_text(s.what), to_unix_ms(s.at)});
  return json::serialize(all);
}

std::vector<training::standing> standings_from_json(std::string_view text) {
  std::vector<training::standing> all;
  const auto parsed = json::parse(text);
  for (const auto& element : parsed.as_array()) {
    const auto& s = element.as_array();
    all.push_back({training::standing_from(s.at(0).as_string()).value(), from_unix_ms(s.at(1).as_int64())});
  }
  return all;
}

std::string list_to_json(const std::vector<std::string>& list) {
  return json::serialize(json::array(list.begin(), list.end()));
}

std::vector<std::string> list_from_json(std::string_view text) {
  std::vector<std::string> all;
  const auto parsed = json::parse(text);
  for (const auto& element : parsed.as_array()) all.emplace_back(element.as_string());
  return all;
}

}  // namespace jembatan::ledger

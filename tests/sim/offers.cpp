#include "sim/offers.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace jembatan::sim {
namespace {

namespace json = boost::json;
using simulate::dice;

duration minutes(std::int64_t n) {
  return std::chrono::minutes{n};
}

duration lateness(dice& d) {
  if (d.one_in(25)) return minutes(d.between(24 * 60, 8 * 24 * 60));
  if (d.one_in(10)) return minutes(d.between(1, 10 * 60));
  return duration{d.between(50, 4000)};
}

json::object* participant_in(json::value& body) {
  auto* payload = body.as_object().if_contains("payload");
  auto* object = payload != nullptr && payload->is_object() ? payload->get_object().if_contains("object") : nullptr;
  auto* who = object != nullptr && object->is_object() ? object->get_object().if_contains("participant") : nullptr;
  return who != nullptr && who->is_object() ? &who->get_object() : nullptr;
}

// The same event once more with other content (SEMANTICS.md 1.4): a later time stamp, and sometimes an e-mail less.
std::string variant_of(const std::string& text, dice& d) {
  auto body = json::parse(text);
  auto& ts = body.as_object()["event_ts"];
  if (ts.is_int64()) ts = ts.get_int64() + d.between(1, 5000);
  if (auto* who = participant_in(body); who != nullptr && d.one_in(2)) {
    if (d.one_in(2)) {
      (*who)["email"] = "";
    } else {
      (*who)["user_name"] = "Perangkat kedua";
    }
  }
  return json::serialize(body);
}

std::string broken(const std::string& body, dice& d) {
  if (d.one_in(2)) return body.substr(0, body.size() / 2);
  return R"({"event":"meeting.participant_joined","event_ts":1773622500000,"payload":{}})";
}

}  // namespace

std::vector<offer> offers_of(std::vector<simulate::timed_body> bodies, dice& d) {
  std::vector<offer> all;
  for (auto& b : bodies) {
    const auto at = from_unix_ms(b.event_ts) + lateness(d);
    if (d.one_in(12)) all.push_back({at + minutes(d.between(1, 200)), b.body});
    if (d.one_in(15)) all.push_back({at + duration{d.between(-30'000, 90'000'000)}, variant_of(b.body, d)});
    if (d.one_in(40)) all.push_back({at + minutes(1), broken(b.body, d)});
    all.push_back({at, std::move(b.body)});
  }
  std::stable_sort(all.begin(), all.end(), [](const offer& a, const offer& b) { return a.at < b.at; });
  return all;
}

}  // namespace jembatan::sim

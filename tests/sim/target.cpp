#include "sim/target.hpp"

#include <boost/json.hpp>

namespace jembatan::sim {
namespace {

namespace json = boost::json;

std::string csv_of(const story& s) {
  std::map<std::string, std::string> lines;
  for (const auto& version : s.versions)
    for (const auto& p : version.people) lines[p.nip] = p.person_id + "," + p.nip + "," + p.nama + "\n";
  std::string csv = "person_id,nip,nama\n";
  for (const auto& [nip, line] : lines) csv += line;
  return csv;
}

std::string header(const outbound::request& r, std::string_view name) {
  for (const auto& h : r.headers)
    if (h.name == name) return h.value;
  return {};
}

outbound::response page(int status) {
  return {status, "text/html", "<html><body>Proxy</body></html>"};
}
outbound::response with(int status, std::string body) {
  return {status, "application/json", std::move(body)};
}

std::string key_of(const json::object& row) {
  return std::string(row.at("nipBaru").as_string()) + "|" + std::string(row.at("institusiPenyelenggara").as_string());
}

error no_answer(errc kind) {
  return {kind, "the simulated network"};
}

}  // namespace

target::target(const story& s, world& w, fate_of_history& f, std::uint64_t seed, caller c)
    : world_(w),
      fate_(f),
      caller_(std::move(c)),
      siasn_({}, *siasn_double::people::parse(csv_of(s)), siasn_double::rows::in_memory(), w.true_time,
             std::make_shared<seeded_random>(seed)) {}

result<outbound::response> target::send(const outbound::request& r) {
  // Time goes by while a request is under way, and others work.
  caller_.meanwhile();
  if (caller_.dead()) return no_answer(errc::unavailable);
  world_.pass(duration{40});
  auto answered = answer(fate_.next_exchange(), r);
  caller_.meanwhile();
  if (caller_.dead()) return no_answer(errc::unavailable);
  return answered;
}

siasn_double::reply target::act(const outbound::request& r) {
  const auto path = r.url.substr(r.url.find('/', std::string_view("https://").size()));
  const auto before = r.method == "GET" ? std::map<std::string, json::object>() : rows();
  auto reply = siasn_.answer({r.method, path, header(r, "Authorization"), header(r, "Auth"), r.body});
  if (r.method != "GET") watch(r, before);
  return reply;
}

// A write must change something, and never by a second row of what stands there already.
void target::watch(const outbound::request& r, const std::map<std::string, json::object>& before) {
  if (!r.url.ends_with("/kursus/save")) return;
  const auto after = rows();
  if (after == before) violations_.push_back("a write changed nothing at the target: " + r.body);
  for (const auto& [key, row] : after)
    if (key.ends_with('+') && !before.contains(key)) violations_.push_back("doubled at the target: " + r.body);
}

std::map<std::string, json::object> target::rows() const {
  std::map<std::string, json::object> all;
  const auto shown = siasn_.held().shown();
  for (const auto& row : shown.at("rows").as_array()) {
    const auto& o = row.as_object();
    auto key = key_of(o);
    while (all.contains(key)) key += "+";  // a doubled one
    all.emplace(std::move(key), o);
  }
  return all;
}

result<outbound::response> target::answer(trick how, const outbound::request& r) {
  const bool writes = r.method == "POST" && r.url.ends_with("/kursus/save");
  switch (how) {
    case trick::turned_away:
      return page(503);
    case trick::token_refused:
      if (r.url.ends_with("/token")) return page(503);
      return with(401, R"({"fault":{"code":900901,"message":"Invalid Credentials","type":"fault"}})");
    case trick::throttled:
      return with(429, R"({"fault":{"code":900800,"message":"Message throttled out"}})");
    case trick::refused:
      if (!writes) break;
      return with(200, R"({"success":false,"message":"Gagal menyimpan data","mapData":null})");
    case trick::no_connection:
      return no_answer(errc::unavailable);
    case trick::silent:
      world_.pass(r.deadline);
      return no_answer(errc::timeout);
    case trick::die_before:
      caller_.die();
      return no_answer(errc::unavailable);
    default:
      break;
  }
  return acted(how, r);
}

result<outbound::response> target::acted(trick how, const outbound::request& r) {
  const auto reply = act(r);
  const auto good = with(reply.status, reply.body);
  const auto previous = std::exchange(before_, good);
  const bool writes = r.method == "POST" && r.url.ends_with("/kursus/save");
  switch (how) {
    case trick::acted_and_silent:
      world_.pass(r.deadline);
      return no_answer(errc::timeout);
    case trick::acted_and_late:
      world_.pass(r.deadline - duration{1});
      break;
    case trick::acted_and_cut:
      return no_answer(errc::unavailable);
    case trick::acted_and_failed:
      return with(500, R"({"message":"Internal Server Error"})");
    case trick::acted_and_page:
      return page(200);
    case trick::acted_and_empty:
      return with(200, "");
    case trick::acted_and_denied:
      if (writes) return with(200, R"({"success":false,"message":"Gagal","mapData":null})");
      break;
    case trick::acted_without_id:
      if (writes) return with(200, R"({"success":true,"message":"success","mapData":null})");
      break;
    case trick::answer_of_before:
      if (writes) return previous;
      break;
    case trick::die_after:
      caller_.die();
      return no_answer(errc::unavailable);
    default:
      break;
  }
  return good;
}

}  // namespace jembatan::sim

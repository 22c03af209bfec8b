#include "app/admin_api.hpp"

#include <algorithm>
#include <charconv>

#include "app/register_views.hpp"
#include "base/log.hpp"
#include "http/problem.hpp"

namespace jembatan::app {
namespace {

// One answer lists at most this many rows: what is asked is bounded, whatever the ledger holds.
constexpr std::size_t most_rows = 100'000;

std::string query(const http::request& r, std::string_view name) {
  return r.query_value(name).value_or("");
}

std::int64_t number(const http::request& r, std::string_view name, std::int64_t otherwise) {
  const auto text = query(r, name);
  std::int64_t value = otherwise;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failed == std::errc{} && end == text.data() + text.size() && value >= 0 ? value : otherwise;
}

std::string actor(const http::request& r) {
  return r.peer.uid ? "acct:uid-" + std::to_string(*r.peer.uid) : std::string("acct:unknown");
}

// The view of a result, or the failure as the operator needs it.
template <class T, class View>
http::response answer(const result<T>& got, View view) {
  return got.has_error() ? http::explained_problem_of(got.error()) : http::json(view(*got));
}

http::response one_delivery(ledger::ledger& l, const http::request& r) {
  const auto found = l.find_delivery(r.parameter("id"));
  if (found.has_error()) return http::explained_problem_of(found.error());
  if (!*found) return http::problem(404, "no delivery has this id: see `jembatan deliveries list`");
  return http::json(deliveries_json({**found}));
}

http::response retry(const admin_parts& parts, const http::request& r) {
  const auto done = parts.ledger->retry_delivery(r.parameter("id"), actor(r));
  if (done.has_error()) return http::explained_problem_of(done.error());
  parts.wake_delivery();
  return http::json(R"({"version":1,"state":"due"})");
}

http::response import(const admin_parts& parts, const http::request& r) {
  const auto outcome = parts.import_registers(
      actor(r), {number(r, "allow_removals", removals_without_word), query(r, "only"), query(r, "compare") == "1"});
  return http::json(import_json(outcome), outcome.problems.empty() ? 200 : 409);
}

// What is in force, as one value.
template <class View>
http::response registers(ledger::ledger& l, View view) {
  const auto all = l.registers();
  return all ? http::json(view(*all)) : http::problem(503, "the registers cannot be read just now: ask again");
}

http::response hours(ledger::ledger& l, const http::request& r) {
  const auto year = number(r, "year", 0);
  if (year < 1900 || year > 9999) return http::problem(400, "year: write four digits, like 2026");
  return answer(l.jp(static_cast<int>(year)), [&](const auto& rows) { return jp_json(static_cast<int>(year), rows); });
}

http::response holds(ledger::ledger& l) {
  const auto assigned = l.assignments(most_rows);
  if (assigned.has_error()) return http::explained_problem_of(assigned.error());
  return answer(l.held(most_rows), [&](const auto& held) { return held_json(held, *assigned); });
}

http::response one_hold(ledger::ledger& l, const http::request& r) {
  const std::string id(r.parameter("id"));
  const auto bare = id.starts_with("hld:") ? id.substr(4) : id;
  const auto held = l.held(most_rows);
  const auto assigned = l.assignments(most_rows);
  const auto events = l.explain_hold(bare);
  if (held.has_error()) return http::explained_problem_of(held.error());
  if (assigned.has_error()) return http::explained_problem_of(assigned.error());
  if (events.has_error()) return http::explained_problem_of(events.error());
  auto shown = hold_json(bare, *held, *assigned, *events);
  if (!shown) return http::problem(404, "nothing is held or assigned under this id: see `jembatan held list`");
  return http::json(std::move(*shown));
}

http::response assign(ledger::ledger& l, const http::request& r) {
  const auto done = l.assign(r.parameter("id"), query(r, "person"), actor(r));
  if (done.has_error()) return http::explained_problem_of(done.error());
  return http::json(R"({"version":1,"state":"assigned"})");
}

http::response unassign(ledger::ledger& l, const http::request& r) {
  const auto done = l.unassign(r.parameter("id"), actor(r));
  if (done.has_error()) return http::explained_problem_of(done.error());
  return http::json(R"({"version":1,"state":"unassigned"})");
}

http::response explain_one(const admin_parts& parts, const http::request& r) {
  auto asked = parse_question(query(r, "id"));
  if (asked.has_error()) return http::explained_problem_of(asked.error());
  asked->with_bodies = query(r, "bodies") == "1";
  // Whoever looks at what a sender wrote of a person leaves a trace.
  if (asked->with_bodies) log::info("app", "raw body shown", {{"id", query(r, "id")}, {"actor", actor(r)}});
  auto told = explain(parts.explain, *asked);
  if (told.has_error() && told.error().is(errc::unavailable)) return http::problem(421, told.error().context);
  return told.has_error() ? http::explained_problem_of(told.error()) : http::json(std::move(*told));
}

http::response topic(eventlog::event_log& log, const http::request& r) {
  const auto limit = std::min<std::int64_t>(number(r, "limit", 100), 1000);
  return answer(log.read(r.parameter("topic"), 0, number(r, "after", 0), {static_cast<std::size_t>(limit), 4 * MiB}),
                topic_json);
}

}  // namespace

void add_admin_routes(http::router& router, http::worker_pool& pool, const admin_parts& parts) {
  const auto get = [&](std::string_view pattern, std::string name, http::plain_handler handler) {
    router.add(http::verb::get, pattern, {.name = std::move(name), .body_limit = {}, .content_types = {}, .admit = {}},
               http::pooled(pool, std::move(handler)));
  };
  get("/admin/v1/status", "admin_status",
      [parts](const http::request&) { return answer(parts.status(), status_json); });
  get("/admin/v1/records", "admin_records", [parts](const http::request& r) {
    return answer(parts.ledger->records_json(query(r, "training"), query(r, "person"), most_rows, query(r, "after")),
                  records_json);
  });
  get("/admin/v1/people", "admin_people", [parts](const http::request& r) {
    return answer(parts.ledger->people(most_rows, query(r, "after")), people_json);
  });
  get("/admin/v1/people/jp", "admin_jp", [parts](const http::request& r) { return hours(*parts.ledger, r); });
  get("/admin/v1/accounts", "admin_accounts", [parts](const http::request&) {
    return registers(*parts.ledger, [](const auto& all) { return accounts_json(all.people.accounts()); });
  });
  get("/admin/v1/trainings", "admin_trainings",
      [parts](const http::request&) { return registers(*parts.ledger, trainings_json); });
  get("/admin/v1/certificates", "admin_certificates",
      [parts](const http::request&) { return registers(*parts.ledger, certificates_json); });
  get("/admin/v1/held", "admin_held", [parts](const http::request&) { return holds(*parts.ledger); });
  get("/admin/v1/held/{id}", "admin_hold", [parts](const http::request& r) { return one_hold(*parts.ledger, r); });
  get("/admin/v1/deliveries", "admin_deliveries", [parts](const http::request& r) {
    return answer(parts.ledger->list_deliveries(query(r, "target"), query(r, "state"), most_rows), deliveries_json);
  });
  get("/admin/v1/deliveries/{id}", "admin_delivery",
      [parts](const http::request& r) { return one_delivery(*parts.ledger, r); });
  get("/admin/v1/explain", "admin_explain", [parts](const http::request& r) { return explain_one(parts, r); });
  get("/admin/v1/topics/{topic}", "admin_topic", [parts](const http::request& r) { return topic(*parts.log, r); });
  const auto post = [&](std::string_view pattern, std::string name, http::plain_handler handler) {
    router.add(http::verb::post, pattern, {.name = std::move(name), .body_limit = {}, .content_types = {}, .admit = {}},
               http::pooled(pool, std::move(handler)));
  };
  post("/admin/v1/deliveries/{id}/retry", "admin_delivery_retry",
       [parts](const http::request& r) { return retry(parts, r); });
  post("/admin/v1/held/{id}/assign", "admin_assign",
       [parts](const http::request& r) { return assign(*parts.ledger, r); });
  post("/admin/v1/held/{id}/unassign", "admin_unassign",
       [parts](const http::request& r) { return unassign(*parts.ledger, r); });
  post("/admin/v1/registers/import", "admin_import", [parts](const http::request& r) { return import(parts, r); });
}

}  // namespace jembatan::app

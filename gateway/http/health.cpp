#include "http/health.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace jembatan::http {

namespace bj = boost::json;

void add_health(router& r, std::string environment, std::string version) {
  const auto body = bj::serialize(bj::object{{"status", "ok"}, {"environment", environment}, {"version", version}});
  r.add(verb::get, "/healthz", {.name = "healthz"}, inlined([body](const request&) { return json(body); }));
}

void add_readiness(router& r, worker_pool& pool, std::function<readiness()> ask) {
  r.add(verb::get, "/readyz", {.name = "readyz"}, pooled(pool, [ask = std::move(ask)](const request&) {
          const auto state = ask();
          bj::array degraded;
          for (const auto& d : state.degraded) degraded.push_back(bj::object{{"part", d.part}, {"why", d.why}});
          return json(bj::serialize(bj::object{{"ready", state.ready}, {"degraded", std::move(degraded)}}),
                      state.ready ? 200 : 503);
        }));
}

void add_metrics(router& r, worker_pool& pool, const metrics::registry& registry) {
  r.add(verb::get, "/metrics", {.name = "metrics"}, pooled(pool, [&registry](const request&) {
          return response{.content_type = "text/plain; version=0.0.4", .body = registry.text()};
        }));
}

}  // namespace jembatan::http

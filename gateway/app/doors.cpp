#include "app/doors.hpp"

namespace jembatan::app {
namespace {

// Of the sources of one type: their options.
template <class Options>
std::map<std::string, Options> sources_of(const settings& s, std::string_view type, Options source_settings::*options) {
  std::map<std::string, Options> all;
  for (const auto& [id, source] : s.sources)
    if (source.type == type) all[id] = source.*options;
  return all;
}

std::map<std::string, zoom::options> zoom_sources(const settings& s) {
  return sources_of(s, "zoom", &source_settings::zoom);
}

std::map<std::string, xapi::options> xapi_sources(const settings& s) {
  return sources_of(s, "xapi", &source_settings::xapi);
}

// What the door itself is short of stands beside what the service says.
std::function<http::readiness()> with_refusals(std::function<http::readiness()> ask, net::reactors& reactors) {
  return [ask = std::move(ask), &reactors] {
    auto r = ask();
    if (auto why = reactors.turned_away().recent(std::chrono::steady_clock::now()))
      r.degraded.push_back({"listen", std::move(*why)});
    return r;
  };
}

}  // namespace

doors::doors(net::reactors& reactors, const settings& s, const stores& stored, const clock& clock,
             metrics::registry& metrics, net::networks trusted)
    : reactors_(reactors),
      zoom_(zoom_sources(s), *stored.journal, clock, metrics),
      xapi_(xapi_sources(s), *stored.journal, clock, metrics),
      server_(reactors_, std::move(trusted), metrics, clock) {}

doors::~doors() {
  stop();
  reactors_.stop();
}

result<std::unique_ptr<doors>> doors::open(net::reactors& reactors, const graph& g, const stores& stored,
                                           const clock& clock, metrics::registry& metrics,
                                           std::function<http::readiness()> readiness, const admin_parts& admin) {
  const auto& s = g.values;
  JB_TRY(auto trusted, net::networks::parse(s.listen.trusted_proxies));
  std::unique_ptr<doors> d(new doors(reactors, s, stored, clock, metrics, std::move(trusted)));
  d->tls_ = std::make_shared<net::tls_holder>(g.tls);
  d->zoom_.mount(d->senders_);
  d->xapi_.mount(d->senders_);
  http::add_health(d->operators_, s.environment, JB_VERSION);
  http::add_readiness(d->operators_, d->pool_, with_refusals(std::move(readiness), reactors));
  http::add_metrics(d->operators_, d->pool_, metrics);
  add_admin_routes(d->commands_, d->pool_, admin);
  JB_CHECK(d->listen(s));
  return d;
}

result<void> doors::listen(const settings& s) {
  reactors_.start();
  JB_TRY(https_, server_.listen_https(s.listen.https, tls_, senders_));
  JB_TRY(admin_, server_.listen_plain(s.listen.admin, operators_));
  return server_.listen_unix(s.data_dir / "admin.sock", commands_);
}

void doors::take_over(const graph& g) {
  tls_->set(g.tls);
  zoom_.reload(zoom_sources(g.values));
  xapi_.reload(xapi_sources(g.values));
}

std::size_t doors::stop() {
  xapi_.stop_waiting();
  return server_.drain();
}

}  // namespace jembatan::app

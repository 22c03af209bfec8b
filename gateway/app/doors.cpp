#include "app/doors.hpp"

namespace jembatan::app {
namespace {

std::map<std::string, zoom::options> zoom_sources(const settings& s) {
  std::map<std::string, zoom::options> all;
  for (const auto& [id, source] : s.sources)
    if (source.type == "zoom") all[id] = source.zoom;
  return all;
}

result<std::shared_ptr<const net::tls_context>> load_tls(const settings& s, time_point now) {
  if (s.listen.certificate.empty() || s.listen.key.empty())
    return error{errc::invalid,
                 "listen.certificate and listen.key are not both written in " + s.file.string() +
                     ": senders are served over TLS only (certs/make-dev-certs makes a pair for a test)"};
  return net::tls_context::load({s.listen.certificate, s.listen.key, s.listen.client_ca}, now);
}

}  // namespace

doors::doors(net::reactors& reactors, const settings& s, const stores& stored, const clock& clock,
             metrics::registry& metrics, net::networks trusted)
    : reactors_(reactors),
      zoom_(zoom_sources(s), *stored.journal, clock, metrics),
      server_(reactors_, std::move(trusted), metrics, clock) {}

doors::~doors() {
  stop();
  reactors_.stop();
}

result<std::unique_ptr<doors>> doors::open(net::reactors& reactors, const settings& s, const stores& stored,
                                           const clock& clock, metrics::registry& metrics,
                                           std::function<http::readiness()> readiness, const admin_parts& admin) {
  JB_TRY(auto trusted, net::networks::parse(s.listen.trusted_proxies));
  std::unique_ptr<doors> d(new doors(reactors, s, stored, clock, metrics, std::move(trusted)));
  d->zoom_.mount(d->senders_);
  http::add_health(d->operators_, s.environment, JB_VERSION);
  http::add_readiness(d->operators_, d->pool_, std::move(readiness));
  http::add_metrics(d->operators_, d->pool_, metrics);
  add_admin_routes(d->commands_, d->pool_, admin);
  JB_CHECK(d->listen(s, clock));
  return d;
}

result<void> doors::listen(const settings& s, const clock& clock) {
  JB_TRY(auto context, load_tls(s, clock.now()));
  tls_ = std::make_shared<net::tls_holder>(std::move(context));
  reactors_.start();
  JB_TRY(https_, server_.listen_https(s.listen.https, tls_, senders_));
  JB_TRY(admin_, server_.listen_plain(s.listen.admin, operators_));
  return server_.listen_unix(s.data_dir / "admin.sock", commands_);
}

result<void> doors::reload(const settings& s, time_point now) {
  JB_TRY(auto context, load_tls(s, now));
  tls_->set(std::move(context));
  zoom_.reload(zoom_sources(s));
  return {};
}

std::size_t doors::stop() {
  return server_.drain();
}

}  // namespace jembatan::app

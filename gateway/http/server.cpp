#include "http/server.hpp"

#include "base/log.hpp"
#include "http/session.hpp"

namespace jembatan::http {
namespace {

// Operators and their monitoring: few, but never shut out by senders.
constexpr std::size_t most_admin_connections = 64;
// Senders leave descriptors to the stores and to operators; operators leave some to the stores.
constexpr std::uint64_t left_by_senders = 256;
constexpr std::uint64_t left_by_operators = 64;

}  // namespace

server::server(net::reactors& r, net::networks trusted_proxies, metrics::registry& registry, const clock& c)
    : reactors_(r),
      trusted_(std::make_shared<const net::networks>(std::move(trusted_proxies))),
      registry_(registry),
      clock_(c) {}

server::~server() {
  for (auto& l : listeners_) l->close();
}

result<std::string> server::open(net::descriptor socket, net::listener_options options, const router& routes) {
  const auto shared = std::make_shared<const site>(site{routes, request_metrics(routes, registry_), trusted_, clock_});
  listeners_.push_back(std::make_unique<net::listener>(reactors_, std::move(socket), std::move(options),
                                                       [shared](net::connection& c) { return serve(c, shared); }));
  return listeners_.back()->address();
}

result<std::string> server::listen_https(const std::string& address, std::shared_ptr<const net::tls_holder> tls,
                                         const router& routes) {
  JB_TRY(const auto where, net::parse_endpoint(address));
  JB_TRY(auto socket, net::listen_tcp(where));
  net::listener_options o{.name = "https",
                          .max_connections = static_cast<std::size_t>(reactors_.limits().max_connections),
                          .tls = std::move(tls),
                          .descriptors_left = left_by_senders};
  return open(std::move(socket), std::move(o), routes);
}

result<std::string> server::listen_plain(const std::string& address, const router& routes) {
  JB_TRY(const auto where, net::parse_endpoint(address));
  JB_TRY(auto socket, net::listen_tcp(where));
  net::listener_options o{
      .name = "admin", .max_connections = most_admin_connections, .descriptors_left = left_by_operators};
  return open(std::move(socket), std::move(o), routes);
}

result<void> server::listen_unix(const std::filesystem::path& path, const router& routes) {
  JB_TRY(auto socket, net::listen_unix(path));
  net::listener_options o{.name = "admin.sock",
                          .max_connections = most_admin_connections,
                          .unix_socket = true,
                          .descriptors_left = left_by_operators};
  JB_CHECK(open(std::move(socket), std::move(o), routes));
  return {};
}

std::size_t server::drain() {
  const auto until = std::chrono::steady_clock::now() + reactors_.limits().drain;
  for (auto& l : listeners_) l->close();
  reactors_.begin_drain();
  std::size_t left = 0;
  for (auto& l : listeners_) left += l->wait_for_none(until);
  if (left == 0) return 0;
  log::warning("http", "connections cut: they did not end before the drain deadline", {{"connections", left}});
  reactors_.cut();
  return left;
}

}  // namespace jembatan::http

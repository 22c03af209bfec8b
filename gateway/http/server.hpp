#pragma once
// The listeners of the process and the routers that they serve, and how they stop: refuse new connections, finish the
// requests that were begun, end the idle ones, then cut what is left.
// Order of stopping: drain(), then whatever calls back into connections (journal, worker pools), then the reactors.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "http/router.hpp"
#include "metrics/registry.hpp"
#include "net/address.hpp"
#include "net/listener.hpp"
#include "net/reactors.hpp"
#include "net/tls.hpp"

namespace jembatan::http {

class server {
 public:
  // The reactors must have been started, and outlive the server. Routers outlive it too and no longer change; so does
  // the clock.
  server(net::reactors&, net::networks trusted_proxies, metrics::registry&, const clock&);
  ~server();  // closes the listeners

  // Each returns the address as bound ("127.0.0.1:41234"); the failure says which address and what to do.
  result<std::string> listen_https(const std::string& address, std::shared_ptr<const net::tls_holder>, const router&);
  result<std::string> listen_plain(const std::string& address, const router&);
  // Mode 0660; a stale socket file is replaced. Requests carry the peer's uid.
  result<void> listen_unix(const std::filesystem::path&, const router&);

  // Blocks until all connections have ended or the limit `drain` is over; then cuts the rest and says how many there
  // were.
  std::size_t drain();

 private:
  result<std::string> open(net::descriptor, net::listener_options, const router&);

  net::reactors& reactors_;
  std::shared_ptr<const net::networks> trusted_;
  metrics::registry& registry_;
  const clock& clock_;
  std::vector<std::unique_ptr<net::listener>> listeners_;
};

}  // namespace jembatan::http

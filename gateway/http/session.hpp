#pragma once
// HTTP/1.1 on one connection: requests in order, each answered before the next is read, so pipelining needs no queue.
// Runs in the connection's reactor.
#include <memory>

#include "base/clock.hpp"
#include "http/metrics.hpp"
#include "http/router.hpp"
#include "net/address.hpp"
#include "net/connection.hpp"

namespace jembatan::http {

// What all connections of a listener share.
struct site {
  const router& routes;
  request_metrics metrics;
  std::shared_ptr<const net::networks> trusted_proxies;
  const clock& time;
};

// Until the peer ends, an error or a deadline ends it, or the service is stopping and the last answer is out.
net::awaitable<void> serve(net::connection&, std::shared_ptr<const site>);

}  // namespace jembatan::http

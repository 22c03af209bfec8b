#pragma once
// The listeners of this process and what they serve: HTTPS for senders, plain HTTP for health and metrics, admin.sock
// for the command line.
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "app/admin_api.hpp"
#include "app/graph.hpp"
#include "app/stores.hpp"
#include "http/health.hpp"
#include "http/server.hpp"
#include "http/worker_pool.hpp"
#include "net/reactors.hpp"
#include "net/tls.hpp"
#include "xapi/receiver.hpp"
#include "zoom/receiver.hpp"

namespace jembatan::app {

class doors {
 public:
  // Listens when it returns; the failure says which address and what to do. The reactors must outlive doors and
  // journal.
  static result<std::unique_ptr<doors>> open(net::reactors&, const graph&, const stores&, const clock&,
                                             metrics::registry&, std::function<http::readiness()>, const admin_parts&);
  ~doors();

  const std::string& https() const { return https_; }
  const std::string& admin() const { return admin_; }

  // Certificate and secrets from now on. No connection is closed: each keeps the certificate that it began with.
  void take_over(const graph&);

  // Stops listening and finishes what was begun; returns how many connections had to be cut. Twice is good.
  std::size_t stop();

 private:
  doors(net::reactors&, const settings&, const stores&, const clock&, metrics::registry&, net::networks);
  result<void> listen(const settings&);

  net::reactors& reactors_;
  http::worker_pool pool_;
  zoom::receiver zoom_;
  xapi::receiver xapi_;
  http::router senders_, operators_, commands_;
  http::server server_;
  std::shared_ptr<net::tls_holder> tls_;
  std::string https_, admin_;
};

}  // namespace jembatan::app

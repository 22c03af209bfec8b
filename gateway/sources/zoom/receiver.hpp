#pragma once
// POST /v1/zoom/{source}: verified, identified, stored, answered; in that order. The 200 is sent only after the
// journal's callback, so a 2xx means stored (DESIGN.md, promise 1). What could be our own fault is answered 503, since
// Zoom sends again after 5xx only (promise 2). Runs on the reactors.
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "http/router.hpp"
#include "journal/journal.hpp"
#include "metrics/registry.hpp"
#include "zoom/config.hpp"
#include "zoom/metrics.hpp"
#include "zoom/verify.hpp"

namespace jembatan::zoom {

class receiver {
 public:
  // By source id. All arguments must outlive the reactors' last request.
  receiver(const std::map<std::string, options>&, journal::journal&, const clock&, metrics::registry&);
  ~receiver();

  // Adds the route. Once, before the server listens.
  void mount(http::router&);

  // Replaces secrets, freshness and policy of the sources that exist, while requests run; others are left out. From any
  // thread.
  void reload(const std::map<std::string, options>&);

 private:
  struct source;
  source* find(std::string_view id) const;
  std::optional<http::response> admit(const http::request&) const;
  net::awaitable<http::response> receive(const http::request&) const;
  net::awaitable<http::response> store(source&, const http::request&, accepted, time_point now) const;

  std::map<std::string, std::unique_ptr<source>, std::less<>> sources_;
  journal::journal& journal_;
  const clock& clock_;
};

}  // namespace jembatan::zoom

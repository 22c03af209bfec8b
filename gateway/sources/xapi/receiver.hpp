#pragma once
// POST and PUT /v1/xapi/{source}/statements, GET /v1/xapi/{source}/about: who sends is known, each statement is
// identified, the body is stored as it came, answered; in that order. The 2xx is sent only after the journal's callback
// (DESIGN.md, promise 1). Lenient: whatever stands in the body is stored, since Moodle takes nothing but 200 and parks
// the batch otherwise (promise 2); what cannot be used becomes a dead letter of its own behind the journal. Strict
// answers, and GET of statements, have their place in receive() and mount(). Runs on the reactors.
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "http/router.hpp"
#include "journal/journal.hpp"
#include "metrics/registry.hpp"
#include "xapi/batch.hpp"
#include "xapi/config.hpp"
#include "xapi/verify.hpp"

namespace jembatan::xapi {

class receiver {
 public:
  // By source id. All arguments must outlive the reactors' last request.
  receiver(const std::map<std::string, options>&, journal::journal&, const clock&, metrics::registry&);
  ~receiver();

  // Adds the routes, if there is any source. Once, before the server listens.
  void mount(http::router&);

  // Replaces credentials and policy of the sources that exist, while requests run; others are left out. From any
  // thread.
  void reload(const std::map<std::string, options>&);

  // Requests that wait for the journal are answered 503 within a second: the service is stopping. From any thread.
  void stop_waiting();

 private:
  struct source;
  source* find(std::string_view id) const;
  http::response about(const http::request&) const;
  std::optional<http::response> admit(const http::request&) const;
  net::awaitable<http::response> receive(const http::request&) const;
  net::awaitable<result<receipt>> store(source&, const settings&, const http::request&, const batch&) const;
  net::awaitable<result<receipt>> append(source&, const http::request&, const batch&, time_point now) const;
  http::response refuse(source&, const error&) const;

  std::map<std::string, std::unique_ptr<source>, std::less<>> sources_;
  journal::journal& journal_;
  const clock& clock_;
};

}  // namespace jembatan::xapi

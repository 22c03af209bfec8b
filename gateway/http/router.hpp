#pragma once
// Which handler answers a request, decided from the header alone, before any body is read: so a body that nobody wants
// costs nothing (404, 405 with Allow, 413, 415 as problem details). Filled at start, then read by all reactors: add()
// before the server listens, find() from any thread after that.
//
//   http::router r;
//   r.add(verb::get, "/admin/v1/status", {.name = "status"}, http::pooled(pool, [&](const http::request&) {
//     return http::json(status_json());
//   }));
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/quantity.hpp"
#include "http/problem.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/worker_pool.hpp"
#include "net/net.hpp"

namespace jembatan::http {

// Runs on the connection's reactor and must not block it. The request outlives the coroutine's run: the session awaits
// it. An exception becomes a 500, logged and counted.
using handler = std::function<net::awaitable<response>(const request&)>;
// A handler without coroutine.
using plain_handler = std::function<response(const request&)>;

// Runs on the reactor itself: for answers that take microseconds and touch neither file nor database.
handler inlined(plain_handler);
// Runs on a thread of the pool while the connection waits; 503 when the pool's queue is full.
handler pooled(worker_pool&, plain_handler);

struct route_options {
  std::string name;                             // label of the route in metrics: from a fixed set, never from a request
  byte_size body_limit{0};                      // longer is 413; 0 takes no body
  std::vector<std::string> content_types = {};  // others are 415; empty takes any
  // Asked when the header is there and before the body is read: an answer ends it there (unknown source, no
  // credentials).
  std::function<std::optional<response>(const request&)> admit = {};
  // Header lines of every answer at this address, refusals too: "Name: value\r\n".
  std::string fields = {};
  // Told of a request whose body is refused as too long before the handler sees it.
  std::function<void(const request&)> too_long = {};
};

struct route {
  verb method;
  std::vector<std::string> segments;  // "{source}" takes any one segment that is not empty
  route_options options;
  handler run;
  std::size_t index = 0;  // order of add(), for tables kept beside the routes
};

// What the header says about the body that follows.
struct announced_body {
  std::optional<std::uint64_t> length;  // Content-Length
  bool chunked = false;                 // length unknown: counted while it comes
};

class router {
 public:
  // Pattern "/v1/zoom/{source}". HEAD is answered wherever GET is. Throws std::logic_error if method and pattern exist
  // already or the pattern is malformed: that is a mistake in the program.
  void add(verb, std::string_view pattern, route_options, handler);

  // The route, with the request's parameters filled in, or the refusal, with the fields of the address.
  std::variant<const route*, response> find(request&, const announced_body&) const;

  const std::vector<std::unique_ptr<route>>& routes() const { return routes_; }

 private:
  std::vector<std::unique_ptr<route>> routes_;
};

}  // namespace jembatan::http

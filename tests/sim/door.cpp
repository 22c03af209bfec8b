#include "sim/door.hpp"

#include <boost/asio/co_spawn.hpp>

#include "crypto/hmac.hpp"

namespace jembatan::sim {
namespace {

constexpr std::string_view receipt_field = "Jembatan-Receipt: ";

std::string receipt_in(const http::response& r) {
  const auto at = r.fields.find(receipt_field);
  if (at == std::string::npos) return {};
  const auto from = at + receipt_field.size();
  return r.fields.substr(from, r.fields.find('\r', from) - from);
}

}  // namespace

door::door(net::asio::io_context& reactor, const std::map<std::string, zoom::options>& sources, journal::journal& j,
           const clock& c, metrics::registry& m)
    : reactor_(reactor), receiver_(sources, j, c, m) {
  for (const auto& [id, o] : sources) secrets_[id] = o.secrets.front().value;
  receiver_.mount(router_);
}

void door::post(const std::string& source, std::string body, time_point sent_at, answered done) {
  auto at = under_way_.insert(under_way_.end(), {"/v1/zoom/" + source, std::move(body), {}, {}, {}, std::move(done)});
  at->timestamp = std::to_string(to_unix_ms(sent_at) / 1000);
  const auto signature = crypto::hmac_sha256(secrets_[source]).sign({"v0:", at->timestamp, ":", at->body});
  at->signature = "v0=" + to_hex(signature);
  auto& r = at->request;
  r.method = http::verb::post;
  r.path = at->path;
  r.body = at->body;
  r.peer = {.address = "203.0.113.9", .tls = "TLSv1.3", .uid = {}};
  r.fields = {{"content-type", "application/json"},
              {"x-zm-request-timestamp", at->timestamp},
              {"x-zm-signature", at->signature}};
  auto found = router_.find(r, {.length = r.body.size(), .chunked = false});
  if (const auto* refused = std::get_if<http::response>(&found)) return finish(at, *refused);
  const auto* route = std::get<const http::route*>(found);
  if (const auto refused = route->options.admit(r)) return finish(at, *refused);
  net::asio::co_spawn(reactor_.get_executor(), route->run(r),
                      [this, at](const std::exception_ptr& e, http::response a) {
                        if (e) std::rethrow_exception(e);
                        finish(at, a);
                      });
  run();
}

void door::finish(std::list<exchange>::iterator at, const http::response& r) {
  const auto done = std::move(at->done);
  under_way_.erase(at);
  done(r.status, receipt_in(r));
}

void door::run() {
  reactor_.restart();
  reactor_.poll();
}

}  // namespace jembatan::sim

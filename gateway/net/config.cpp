#include "net/config.hpp"

#include "net/address.hpp"

namespace jembatan::net {
namespace {

void describe(option_visitor& v, limits& l) {
  v.option(
      "max_connections", l.max_connections, 1, 1'000'000,
      {.text =
           "Open connections of the HTTPS listener; one more is closed at once and counted. When less than an eighth "
           "of them is left, connections that only wait are closed early."});
  v.option("handshake_deadline", l.handshake_deadline, {.text = "For the TLS handshake of a new connection."});
  v.option("header_deadline", l.header_deadline,
           {.text = "For the header of a request, from its first byte; then the connection is closed."});
  v.option("body_deadline", l.body_deadline, {.text = "For a whole body to come, and for an answer to be taken."});
  v.option("idle_deadline", l.idle_deadline, {.text = "How long a connection may wait for its next request."});
  v.option("header_limit", l.header_limit, {.text = "Longest header of a request; longer is answered 431."});
  v.option("bytes_in_flight", l.bytes_in_flight,
           {.text = "Memory for the bodies of all connections together; beyond it a request is answered 503."});
  v.option("drain", l.drain, {.text = "How long requests that were begun may take to finish when the service stops."});
  v.option("reactors", l.reactors, 0, 1'024, {.text = "Threads that serve connections; 0 takes one per core."});
  if (v.documenting()) return;
  for (const auto& [key, value] :
       {std::pair{"handshake_deadline", l.handshake_deadline}, std::pair{"header_deadline", l.header_deadline},
        std::pair{"body_deadline", l.body_deadline}, std::pair{"idle_deadline", l.idle_deadline}})
    if (value <= duration::zero())
      v.reject(key, "must be longer than 0s: without a deadline strangers hold connections");
  if (l.header_limit < byte_size{1 * KiB} || l.header_limit > byte_size{1 * MiB})
    v.reject("header_limit", "must lie between 1KiB and 1MiB");
  if (l.bytes_in_flight < byte_size{1 * MiB}) v.reject("bytes_in_flight", "must be at least 1MiB");
}

void check(option_visitor& v, const options& o) {
  for (const auto& [key, value] : {std::pair{"https", &o.https}, std::pair{"admin", &o.admin}})
    if (const auto e = parse_endpoint(*value); e.has_error()) v.reject(key, e.error().context);
  if (const auto n = networks::parse(o.trusted_proxies); n.has_error()) v.reject("trusted_proxies", n.error().context);
}

}  // namespace

void describe(option_visitor& v, options& o) {
  v.option("https", o.https, {.text = "Address and port of the HTTPS listener for senders; port 0 takes a free one."});
  v.option("admin", o.admin,
           {.text = "Address and port for /healthz, /readyz and /metrics: plain HTTP, keep it on loopback or an inner "
                    "network."});
  v.option("certificate", o.certificate,
           {.text = "PEM file: the server's certificate, then its intermediates. Zoom accepts only a chain to a public "
                    "CA.",
            .required = true,
            .reload = true});
  v.option("key", o.key, {.text = "PEM file: the private key of the certificate.", .required = true, .reload = true});
  v.option(
      "client_ca", o.client_ca,
      {.text = "PEM file of CAs: clients are then asked for a certificate, which they may leave out.", .reload = true});
  v.option("trusted_proxies", o.trusted_proxies,
           {.text = "Networks (\"10.0.0.0/8\") of proxies whose X-Forwarded-For is believed."});
  v.section("limits", {.text = "What strangers may use up."},
            [&](option_visitor& inner) { describe(inner, o.limits); });
  if (!v.documenting()) check(v, o);
}

}  // namespace jembatan::net

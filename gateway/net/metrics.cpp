#include "net/metrics.hpp"

namespace jembatan::net {
namespace {

// One counter per label value, in the order of the enumeration.
template <std::size_t Count>
std::array<metrics::counter, Count> family(metrics::registry& r, const char* name, const char* help, const char* label,
                                           const std::array<const char*, Count>& values) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<metrics::counter, Count>{r.make_counter(name, help, {{label, values[I]}})...};
  }
  (std::make_index_sequence<Count>{});
}

}  // namespace

connection_metrics::connection_metrics(metrics::registry& r)
    : open(r.make_gauge("jembatan_net_connections", "Open connections, all listeners")),
      accepted(r.make_counter("jembatan_net_accepted_total", "Connections taken")),
      refused(
          family<2>(r, "jembatan_net_refused_total", "Connections closed at once", "reason", {"limit", "descriptors"})),
      handshakes_failed(family<8>(
          r, "jembatan_net_handshake_failures_total", "TLS handshakes that did not complete", "reason",
          {"closed", "deadline", "version_or_cipher", "alpn", "no_tls", "client_certificate", "noise", "other"})),
      deadlines(family<6>(r, "jembatan_net_deadlines_total", "Connections closed because a deadline passed", "kind",
                          {"handshake", "header", "body", "idle", "answer", "crowded"})),
      noise(r.make_counter("jembatan_net_noise_total",
                           "Connections closed because they went on within TLS without sending data")),
      tasks_failed(r.make_counter("jembatan_net_tasks_failed_total",
                                  "Connections whose task ended by an exception: a mistake in the program")) {}

}  // namespace jembatan::net

#pragma once
// What the listeners and connections count. Handles: copy freely, use from any thread.
#include <array>

#include "metrics/registry.hpp"

namespace jembatan::net {

enum class refusal { limit, descriptors };
enum class handshake_failure { closed, deadline, version, protocol, no_tls, client_certificate, noise, other };
enum class deadline_kind { handshake, header, body, idle, answer, crowded };

struct connection_metrics {
  explicit connection_metrics(metrics::registry&);

  metrics::gauge open;
  metrics::counter accepted;
  std::array<metrics::counter, 2> refused;            // by refusal
  std::array<metrics::counter, 8> handshakes_failed;  // by handshake_failure
  std::array<metrics::counter, 6> deadlines;          // by deadline_kind
  metrics::counter noise;
  metrics::counter tasks_failed;

  void count(refusal r) const { refused[static_cast<std::size_t>(r)].add(); }
  void count(handshake_failure f) const { handshakes_failed[static_cast<std::size_t>(f)].add(); }
  void count(deadline_kind k) const { deadlines[static_cast<std::size_t>(k)].add(); }
};

}  // namespace jembatan::net

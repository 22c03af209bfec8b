#pragma once
// What a Zoom source counts. Handles: copy freely, use from any thread.
#include <string>
#include <vector>

#include "metrics/registry.hpp"
#include "zoom/verify.hpp"

namespace jembatan::zoom {

enum class outcome { accepted, handshake, unsigned_request, bad_signature, too_long, not_stored };

struct source_metrics {
  source_metrics(const std::string& source, metrics::registry&);

  void count(outcome r) const { results[static_cast<std::size_t>(r)].add(); }
  // Alert on these: a rotated secret or a wrong clock shows here within one scrape.
  void count_bad_signature(refusal r) const { bad_signatures[static_cast<std::size_t>(r)].add(); }

  std::vector<metrics::counter> results;         // by outcome
  std::vector<metrics::counter> bad_signatures;  // by refusal
  metrics::gauge last_accepted;
  metrics::histogram skew;
};

}  // namespace jembatan::zoom

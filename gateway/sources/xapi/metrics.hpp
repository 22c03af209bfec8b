#pragma once
// What an xAPI source counts. Handles: copy freely, use from any thread.
#include <string>
#include <vector>

#include "metrics/registry.hpp"

namespace jembatan::xapi {

enum class outcome { accepted, empty, no_credentials, bad_credentials, too_long, not_stored };

struct source_metrics {
  source_metrics(const std::string& source, metrics::registry&);

  void count(outcome r) const { results[static_cast<std::size_t>(r)].add(); }

  std::vector<metrics::counter> results;  // by outcome
  metrics::gauge last_accepted;
  metrics::histogram statements;
  metrics::gauge waiting;  // requests that are held until the journal can store again
};

}  // namespace jembatan::xapi

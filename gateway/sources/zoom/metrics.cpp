#include "zoom/metrics.hpp"

namespace jembatan::zoom {

source_metrics::source_metrics(const std::string& source, metrics::registry& r)
    : last_accepted(r.make_gauge("jembatan_source_last_accepted_timestamp_seconds",
                                 "When the last body was stored, Unix time; 0 since the start: none",
                                 {{"source", source}})),
      skew(r.make_histogram("jembatan_source_clock_skew_seconds", "Our clock less the sender's time stamp",
                            {-60, -10, -2, -.5, 0, .5, 1, 2, 5, 10, 60, 300}, {{"source", source}})) {
  for (const auto* name : {"accepted", "handshake", "unsigned", "bad_signature", "too_long", "not_stored"})
    results.push_back(r.make_counter("jembatan_source_requests_total", "Requests to a source, by what became of them",
                                     {{"source", source}, {"result", name}}));
  for (const auto* name : {"unsigned", "malformed", "mismatch", "stale"})
    bad_signatures.push_back(r.make_counter("jembatan_source_bad_signatures_total",
                                            "Requests whose signature was missing, malformed, wrong or stale",
                                            {{"source", source}, {"reason", name}}));
}

}  // namespace jembatan::zoom

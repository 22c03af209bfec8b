#include "xapi/metrics.hpp"

namespace jembatan::xapi {

source_metrics::source_metrics(const std::string& source, metrics::registry& r)
    : last_accepted(r.make_gauge("jembatan_source_last_accepted_timestamp_seconds",
                                 "When the last body was stored, Unix time; 0 since the start: none",
                                 {{"source", source}})),
      statements(r.make_histogram("jembatan_source_batch_rows", "Raw events in a stored body",
                                  {1, 2, 5, 10, 30, 100, 300, 1000, 3000, 10000}, {{"source", source}})),
      waiting(r.make_gauge("jembatan_source_waiting_requests",
                           "Requests that are held until the journal can store again", {{"source", source}})) {
  for (const auto* name : {"accepted", "empty", "no_credentials", "bad_credentials", "too_long", "not_stored"})
    results.push_back(r.make_counter("jembatan_source_requests_total", "Requests to a source, by what became of them",
                                     {{"source", source}, {"result", name}}));
}

}  // namespace jembatan::xapi

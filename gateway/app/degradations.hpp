#pragma once
// What is not as it should be right now, per part: shown by /readyz and `jembatan status`, one gauge in metrics.
// Thread-safe.
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "http/health.hpp"
#include "metrics/registry.hpp"

namespace jembatan::app {

class degradations {
 public:
  explicit degradations(metrics::registry&);

  // The part is degraded for this reason (no person, no secret in it), until it is mended.
  void report(const std::string& part, const std::string& why);
  void mended(const std::string& part);

  std::vector<http::degradation> list() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> reasons_;
  metrics::gauge count_;
};

// A file can have a mistake in every line: the first ones are enough for the log, and how many follow.
void tell(log::level, std::string_view event, const std::vector<std::string>& lines);

}  // namespace jembatan::app

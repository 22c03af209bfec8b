#pragma once
// What requests count, by route and status. Tables are made when the listener opens; reading them needs no lock.
#include <vector>

#include "http/request_parser.hpp"
#include "http/router.hpp"
#include "metrics/registry.hpp"

namespace jembatan::http {

class request_metrics {
 public:
  request_metrics(const router&, metrics::registry&);

  // No route: the request fitted none, or was no request.
  void count(const route*, unsigned status, double seconds) const;
  void count(defect) const;
  void count_failed_handler() const { failed_.add(); }

 private:
  struct series {
    std::vector<metrics::counter> by_status;  // in the order of the statuses that are told apart, then "other"
    metrics::histogram seconds;
  };
  static series make(const std::string& name, metrics::registry&);

  std::vector<series> routes_;  // by route::index
  series none_;
  std::vector<metrics::counter> defects_;  // by defect
  metrics::counter failed_;
};

}  // namespace jembatan::http

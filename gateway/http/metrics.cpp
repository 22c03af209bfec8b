#include "http/metrics.hpp"

#include <algorithm>
#include <array>

namespace jembatan::http {
namespace {

constexpr std::array<unsigned, 14> told_apart = {200, 202, 204, 400, 401, 403, 404, 405, 413, 415, 431, 500, 503, 504};

const std::vector<double>& bounds() {
  static const std::vector<double> b{.0005, .001, .002, .005, .01, .02, .05, .1, .25, .5, 1, 3, 10};
  return b;
}

constexpr std::array<const char*, 6> defect_names = {"malformed", "framing", "coding", "version", "too_long", "body"};

}  // namespace

request_metrics::series request_metrics::make(const std::string& name, metrics::registry& r) {
  const auto counter = [&](const std::string& status) {
    return r.make_counter("jembatan_http_requests_total", "Requests answered", {{"route", name}, {"status", status}});
  };
  series s{{},
           r.make_histogram("jembatan_http_request_seconds", "From the whole header to the answer being ready",
                            bounds(), {{"route", name}})};
  for (const auto status : told_apart) s.by_status.push_back(counter(std::to_string(status)));
  s.by_status.push_back(counter("other"));
  return s;
}

request_metrics::request_metrics(const router& routes, metrics::registry& r)
    : none_(make("none", r)),
      failed_(r.make_counter("jembatan_http_handlers_failed_total",
                             "Requests whose handler ended by an exception: a mistake in the program")) {
  for (const auto& each : routes.routes()) routes_.push_back(make(each->options.name, r));
  for (const auto* name : defect_names)
    defects_.push_back(
        r.make_counter("jembatan_http_malformed_total", "Requests that were no acceptable HTTP/1", {{"reason", name}}));
}

void request_metrics::count(const route* which, unsigned status, double seconds) const {
  const auto& s = which != nullptr ? routes_[which->index] : none_;
  const auto place = std::find(told_apart.begin(), told_apart.end(), status) - told_apart.begin();
  s.by_status[static_cast<std::size_t>(place)].add();
  s.seconds.observe(seconds);
}

void request_metrics::count(defect d) const {
  defects_[static_cast<std::size_t>(d)].add();
}

}  // namespace jembatan::http

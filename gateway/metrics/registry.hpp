#pragma once
// Counters, gauges and histograms, and their text form for /metrics (Prometheus text format 0.0.4). Handles are cheap
// to copy, live as long as the registry, and may be used from any thread. Labels never carry a person.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace jembatan::metrics {

using labels = std::map<std::string, std::string>;

class counter {
 public:
  void add(double n = 1) const;

 private:
  friend class registry;
  explicit counter(prometheus::Counter* c) : counter_(c) {}
  prometheus::Counter* counter_;
};

class gauge {
 public:
  void set(double) const;
  void add(double) const;

 private:
  friend class registry;
  explicit gauge(prometheus::Gauge* g) : gauge_(g) {}
  prometheus::Gauge* gauge_;
};

class histogram {
 public:
  void observe(double) const;

 private:
  friend class registry;
  explicit histogram(prometheus::Histogram* h) : histogram_(h) {}
  prometheus::Histogram* histogram_;
};

class registry {
 public:
  registry();
  ~registry();
  registry(const registry&) = delete;
  registry& operator=(const registry&) = delete;

  // The same name and labels give the same series. Names: jembatan_<part>_<what>_<unit>[_total].
  counter make_counter(const std::string& name, const std::string& help, const labels& = {});
  gauge make_gauge(const std::string& name, const std::string& help, const labels& = {});
  histogram make_histogram(const std::string& name, const std::string& help, std::vector<double> bounds,
                           const labels& = {});

  // Runs before every scrape: for gauges that are read rather than kept.
  void before_scrape(std::function<void()>);

  std::string text() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace jembatan::metrics

#include "metrics/registry.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>

namespace jembatan::metrics {

void counter::add(double n) const {
  counter_->Increment(n);
}
void gauge::set(double v) const {
  gauge_->Set(v);
}
void gauge::add(double v) const {
  gauge_->Increment(v);
}
void histogram::observe(double v) const {
  histogram_->Observe(v);
}

struct registry::state {
  prometheus::Registry series{prometheus::Registry::InsertBehavior::Merge};
  std::mutex mutex;
  std::vector<std::function<void()>> before;
};

registry::registry() : state_(std::make_unique<state>()) {}
registry::~registry() = default;

counter registry::make_counter(const std::string& name, const std::string& help, const labels& l) {
  return counter(&prometheus::BuildCounter().Name(name).Help(help).Register(state_->series).Add(l));
}

gauge registry::make_gauge(const std::string& name, const std::string& help, const labels& l) {
  return gauge(&prometheus::BuildGauge().Name(name).Help(help).Register(state_->series).Add(l));
}

histogram registry::make_histogram(const std::string& name, const std::string& help, std::vector<double> bounds,
                                   const labels& l) {
  return histogram(
      &prometheus::BuildHistogram().Name(name).Help(help).Register(state_->series).Add(l, std::move(bounds)));
}

void registry::before_scrape(std::function<void()> f) {
  const std::lock_guard lock(state_->mutex);
  state_->before.push_back(std::move(f));
}

std::string registry::text() const {
  {
    const std::lock_guard lock(state_->mutex);
    for (const auto& f : state_->before) f();
  }
  return prometheus::TextSerializer{}.Serialize(state_->series.Collect());
}

}  // namespace jembatan::metrics

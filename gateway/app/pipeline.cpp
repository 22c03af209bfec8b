#include "app/pipeline.hpp"

namespace jembatan::app {
namespace {

// Which mappings a source's bodies go through.
pump::source_kinds kinds_of(const settings& s) {
  pump::source_kinds kinds;
  for (const auto& [id, source] : s.sources) kinds[id] = {source.type, mapping_parameters(source)};
  return kinds;
}

}  // namespace

pipeline::pipeline(const settings& s, const stores& stored, std::shared_ptr<const normalise::plan> plan,
                   const clock& clock, random_source& random, metrics::registry& metrics) {
  pump_ = std::make_shared<pump::pump>(*stored.journal, *stored.log, s.node, std::move(plan), kinds_of(s), metrics);
  pump_thread_ = add(*pump_, clock);
  add(stored.journal->retention(), clock);
  add(stored.log->retention(), clock);
  if (stored.ledger) {
    ingest_ = add(stored.ledger->ingest(), clock);
    evaluate_ = add(stored.ledger->evaluate(), clock);
    for (const auto& [id, t] : s.targets) {
      targets_.push_back(
          std::make_unique<target>(id, t, s.delivery, stored.ledger->deliveries(), clock, random, metrics));
      delivery_.push_back(add(targets_.back()->worker(), clock));
    }
  }
  connect(stored);
}

pipeline::shared_thread pipeline::add(stage& s, const clock& clock) {
  threads_.push_back(std::make_shared<stage_thread>(s, clock));
  return threads_.back();
}

void pipeline::connect(const stores& stored) {
  stored.journal->on_commit([t = pump_thread_, pump = pump_] {
    if (pump->wants_waking()) t->wake();
  });
  if (!stored.ledger) return;
  pump_->on_appended([t = ingest_] { t->wake(); });
  stored.ledger->on_dirty([t = evaluate_] { t->wake(); });
  stored.ledger->on_due([all = delivery_] {
    for (const auto& t : all) t->wake();
  });
}

void pipeline::start() {
  for (auto& t : threads_) t->start();
}

void pipeline::stop() {
  for (auto& t : targets_) t->cancel();
  for (auto& t : threads_) t->stop();
}

void pipeline::set_plan(std::shared_ptr<const normalise::plan> plan) {
  pump_->set_plan(std::move(plan));
}

void pipeline::wake_ledger() {
  if (evaluate_) evaluate_->wake();
}

void pipeline::wake_delivery() {
  for (const auto& t : delivery_) t->wake();
}

}  // namespace jembatan::app

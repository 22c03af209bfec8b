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
                   const clock& clock, random_source& random, metrics::registry& metrics, const surroundings& around) {
  pump_ = std::make_shared<pump::pump>(*stored.journal, *stored.log, s.node, std::move(plan), kinds_of(s), metrics);
  if (auto* writer = stored.journal->writer_stage()) add(*writer, clock, around);
  pump_driver_ = add(*pump_, clock, around);
  add(stored.journal->retention(), clock, around);
  add(stored.log->retention(), clock, around);
  if (stored.ledger) {
    ingest_ = add(stored.ledger->ingest(), clock, around);
    evaluate_ = add(stored.ledger->evaluate(), clock, around);
    for (const auto& [id, t] : s.targets) {
      targets_.push_back(
          std::make_unique<target>(id, t, s.delivery, stored.ledger->deliveries(), clock, random, metrics, around));
      delivery_.push_back(add(targets_.back()->worker(), clock, around));
    }
  }
  connect(stored);
}

pipeline::driver pipeline::add(stage& s, const clock& clock, const surroundings& around) {
  all_.push_back(around.drive(s, clock));
  return all_.back();
}

void pipeline::connect(const stores& stored) {
  stored.journal->on_commit([t = pump_driver_, pump = pump_] {
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
  for (auto& t : all_) t->start();
}

void pipeline::stop() {
  for (auto& t : targets_) t->cancel();
  for (auto& t : all_) t->stop();
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

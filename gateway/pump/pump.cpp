#include "pump/pump.hpp"

#include <algorithm>
#include <utility>

#include "base/failpoint.hpp"
#include "base/receipt.hpp"
#include "pump/split.hpp"

namespace jembatan::pump {
namespace {

// In the order of normalise::disposition.
constexpr const char* disposition_names[] = {"mapped", "ignored", "unmapped", "dead"};
constexpr const char* steps[] = {"read", "append", "advance"};

double seconds_between(time_point from, time_point to) {
  return std::max(0.0, std::chrono::duration<double>(to - from).count());  // the clock may have stepped back
}

}  // namespace

pump::pump(journal::journal& from, eventlog::event_log& to, std::string node,
           std::shared_ptr<const normalise::plan> plan, source_kinds kinds, metrics::registry& registry, options o)
    : journal_(from),
      log_(to),
      node_(std::move(node)),
      kinds_(std::move(kinds)),
      options_(o),
      plan_(std::move(plan)),
      lag_(
          registry.make_gauge("jembatan_pump_lag_seconds", "Age of the oldest body that is not yet in the event log")) {
  for (const auto* name : disposition_names)
    events_.push_back(registry.make_counter("jembatan_pump_events_total", "Raw events published to the event log",
                                            {{"disposition", name}}));
  for (const auto* step_name : steps)
    failures_.emplace(step_name,
                      registry.make_counter("jembatan_pump_failures_total", "Batches that failed and are tried again",
                                            {{"step", step_name}}));
}

void pump::set_plan(std::shared_ptr<const normalise::plan> plan) {
  const std::lock_guard lock(mutex_);
  plan_ = std::move(plan);
}

std::shared_ptr<const normalise::plan> pump::current_plan() const {
  const std::lock_guard lock(mutex_);
  return plan_;
}

void pump::on_appended(std::function<void()> wake) {
  appended_ = std::move(wake);
}

std::optional<std::string> pump::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

time_point pump::step(time_point now) {
  // Before it reads: what is stored after that must not go unnoticed.
  wants_waking_ = true;
  const auto from = journal_.cursor();
  const auto more = work(now);
  if (more.has_error()) return come_again_after(more.error(), now);
  recovered();
  if (!*more) return now + options_.idle;
  wants_waking_ = false;
  return !batch_ && journal_.cursor() - from < options_.rows ? now + options_.gather : now;
}

// One append, and the cursor when it was the last one of the batch. False when there is nothing to do.
result<bool> pump::work(time_point now) {
  if (!batch_) {
    JB_TRY(const bool found, read(now));
    if (!found) return false;
  }
  if (batch_->messages.empty() && !batch_->mapped()) map_some(*batch_);
  if (!batch_->messages.empty()) JB_CHECK(append());
  if (batch_->mapped()) JB_CHECK(advance());
  return true;
}

result<bool> pump::read(time_point now) {
  doing_ = "read";
  JB_TRY(auto entries, journal_.read(journal_.cursor(), options_.rows, options_.bytes));
  if (entries.empty()) {
    lag_.set(0);
    return false;
  }
  lag_.set(seconds_between(entries.front().what.received_at, now));
  batch_.emplace();
  batch_->entries = std::move(entries);
  batch_->plan = current_plan();
  return true;
}

// When it fails the same messages are appended again, and none that were before them.
result<void> pump::append() {
  doing_ = "append";
  JB_FAILPOINT("pump.before_append");
  JB_CHECK(log_.append(batch_->messages));
  batch_->messages.clear();
  JB_FAILPOINT("pump.after_append");
  if (appended_) appended_();
  return {};
}

// When it fails the batch is not appended anew: while the journal's disk is full, the event log would fill up with it.
result<void> pump::advance() {
  doing_ = "advance";
  JB_CHECK(journal_.advance(batch_->entries.back().sequence, batch_->published));
  JB_FAILPOINT("pump.after_advance");
  count(*batch_);
  batch_.reset();
  return {};
}

void pump::map_some(batch& b) {
  b.messages.reserve(std::min(options_.messages, b.entries.size()));
  while (!b.mapped() && b.messages.size() < options_.messages) map_events(b);
}

// Raw events of the entry in work until the entry or the append is full. The unit is the identity: as many raw events
// are published as were accepted, whatever the body turns out to hold.
void pump::map_events(batch& b) {
  auto& [sequence, entry] = b.entries[b.entry];
  const auto known = kinds_.find(entry.source);
  const auto type = known == kinds_.end() ? std::string() : known->second.type;
  if (b.event == 0) b.raws = split(type, std::move(entry.body));
  const char* refused = type.empty() ? "source_unknown" : !b.raws ? "source_type_unknown" : nullptr;
  if (b.raws && b.raws->size() != entry.identities.size()) refused = "identity_mismatch";

  normalise::raw_event raw;
  raw.source = entry.source;
  raw.source_type = type;
  raw.receipt = receipt{node_, journal_.epoch(), sequence}.text();
  raw.received_at = entry.received_at;
  if (known != kinds_.end()) raw.given = &known->second.given;
  for (; b.event < entry.identities.size() && b.messages.size() < options_.messages; ++b.event) {
    raw.index = static_cast<std::uint32_t>(b.event);
    raw.id = entry.identities[b.event];
    if (refused == nullptr) raw.bytes = std::move((*b.raws)[b.event]);
    auto became = refused == nullptr ? b.plan->apply(raw) : normalise::dead_letter(raw, refused);
    tell(raw, became);
    ++b.dispositions[static_cast<std::size_t>(became.what)];
    for (auto& m : became.messages) b.messages.push_back({std::string(m.topic), std::move(m.key), std::move(m.value)});
  }
  if (b.event < entry.identities.size()) return;
  b.published[entry.source] += entry.identities.size();
  ++b.entry;
  b.event = 0;
}

void pump::tell(const normalise::raw_event& raw, const normalise::outcome& became) {
  const std::initializer_list<log::field> fields = {
      {"receipt", raw.receipt},    {"index", raw.index},
      {"source", raw.source},      {"disposition", disposition_names[static_cast<std::size_t>(became.what)]},
      {"mapping", became.mapping}, {"reason", became.reason},
      {"field", became.field}};
  if (became.what == normalise::disposition::dead)
    lines_.warning("pump", "event cannot be mapped", raw.source + became.mapping + became.reason, fields);
  else
    log::debug("pump", "mapped", fields);
}

void pump::count(const batch& b) {
  for (std::size_t i = 0; i < events_.size(); ++i)
    if (b.dispositions[i] != 0) events_[i].add(static_cast<double>(b.dispositions[i]));
}

time_point pump::come_again_after(const error& e, time_point now) {
  failures_.find(std::string_view(doing_))->second.add();
  {
    const std::lock_guard lock(mutex_);
    trouble_ = std::string("the pump cannot ") + doing_ + ": " + e.message();
  }
  const auto doublings = std::min<std::uint64_t>(failures_in_a_row_, 16);
  const auto wait = std::min(options_.backoff_cap, options_.backoff * (std::int64_t{1} << doublings));
  ++failures_in_a_row_;
  lines_.warning("pump", "batch failed, it is tried again", doing_,
                 {{"step", doing_}, {"reason", e.message()}, {"failures", failures_in_a_row_}});
  return now + wait;
}

void pump::recovered() {
  if (failures_in_a_row_ == 0) return;
  log::info("pump", "goes on", {{"failures", failures_in_a_row_}});
  failures_in_a_row_ = 0;
  const std::lock_guard lock(mutex_);
  trouble_.reset();
}

}  // namespace jembatan::pump

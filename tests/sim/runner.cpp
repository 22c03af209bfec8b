#include "sim/runner.hpp"

#include <algorithm>
#include <cstdio>

#include "app/balance.hpp"
#include "sim/end_state.hpp"

namespace jembatan::sim {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr std::uint64_t most_steps = 60'000;
constexpr duration longest_nap = hours{6};
constexpr duration restart_pause = seconds{5};

// Seeds of what must not influence each other.
enum stream : std::uint64_t { of_disk = 1, of_salts, of_schedule, of_target, of_process };
std::uint64_t derived(std::uint64_t seed, std::uint64_t which) {
  seeded_random r(seed * 64 + which);
  return r.next();
}

bool retryable(const error& e) {
  return !(e.is(errc::corrupt) || e.is(errc::invalid) || e.is(errc::unsupported) || e.is(errc::locked));
}

}  // namespace

runner::runner(const request& r, const story& s, std::vector<fault> faults, const mappings& m)
    : request_(r),
      story_(s),
      fate_(std::move(faults), r.left_out),
      world_(s.begins, fate_),
      disk_(derived(r.seed, of_disk)),
      vfs_(disk_, world_.gateway_time, derived(r.seed, of_salts)),
      dice_(derived(r.seed, of_schedule)),
      settings_(simulated_settings()),
      mappings_(m),
      sender_(s.offers),
      target_(s, world_, fate_, derived(r.seed, of_target),
              {.die = [this] { disk_.die(); },
               .dead = [this] { return disk_.dead(); },
               .meanwhile = [this] { meanwhile(); }}),
      start_again_(s.begins) {
  disk_.set_fate([this](disk::operation what, const std::string& name) {
    const auto becomes = fate_.judge(what);
    if (request_.tell) say(std::string("  disk: ") + to_string(what) + " " + name + to_string(becomes));
    return becomes;
  });
  disk_.set_fate_of_reads([this] {
    const bool good = fate_.next_read_is_good();
    if (!good) say("  disk: a read fails");
    return good;
  });
}

void runner::say(const std::string& text) const {
  if (request_.tell) std::printf("%s %s\n", format_rfc3339(world_.true_time.now()).c_str(), text.c_str());
}

void runner::blame(std::string what) {
  say("VIOLATION " + what);
  violations_.push_back(std::move(what));
}

std::vector<std::string> runner::violations() const {
  auto all = violations_;
  all.insert(all.end(), sender_.violations().begin(), sender_.violations().end());
  all.insert(all.end(), target_.violations().begin(), target_.violations().end());
  return all;
}

void runner::run() {
  while (steps_ < most_steps) {
    if (!violations_.empty()) return;
    if (disk_.dead()) end_process();
    if (!machine_ && world_.true_time.now() >= start_again_) begin_process();
    if (step()) continue;
    if (told_ && drained()) return;
    pass_time();
  }
  blame("does not come to rest");
}

// Something that can happen now does; false when nothing can.
bool runner::step() {
  ++steps_;
  if (fate_.restart_is_due(world_.minute()) && machine_) {
    say("stopped in good order");
    machine_.reset();
    sender_.cut_off(world_.true_time.now());
    start_again_ = world_.true_time.now() + restart_pause;
    return true;
  }
  const bool world_first = dice_.one_in(3);
  if (world_first && happen()) return true;
  return step_one_stage() || (!world_first && happen());
}

bool runner::happen() {
  const auto now = world_.true_time.now();
  if (machine_ && to_take_over_) {
    const auto taken = machine_->take_over(story_.versions[version_], plan());
    to_take_over_ = taken.has_error();
    say("reload: registers, version " + std::to_string(version_) +
        (to_take_over_ ? ": " + taken.error().message() : ""));
    return taken.has_value();
  }
  if (next_change_ < story_.changes.size() && story_.changes[next_change_].at <= now) {
    const auto& change = story_.changes[next_change_++];
    version_ = change.version;
    other_mappings_ = other_mappings_ != change.other_mappings;
    to_take_over_ = true;
    return true;
  }
  if (const auto next = sender_.next(); next && *next <= now) {
    sender_.post_one(machine_ ? &machine_->at_the_door() : nullptr, now);
    if (machine_) machine_->wake_writer();
    return true;
  }
  return false;
}

bool runner::step_one_stage() {
  if (!machine_) return false;
  std::vector<driven*> ready;
  for (const auto& s : machine_->stages())
    if (!s->at_work() && s->rest() <= duration::zero()) ready.push_back(s.get());
  if (ready.empty()) return false;
  auto& chosen = *ready[static_cast<std::size_t>(dice_.between(0, static_cast<std::int64_t>(ready.size()) - 1))];
  const auto due = chosen.step();
  say(std::string(chosen.what().name()) + ", again " + format_rfc3339(due));
  if (disk_.dead()) return true;
  machine_->at_the_door().run();
  if (dice_.one_in(8)) check_balance();
  if (dice_.one_in(8)) outsider_.look(*machine_->stores().ledger);
  return true;
}

// A stage waits for the target: the others, the senders and the operator do not.
void runner::meanwhile() {
  for (auto n = dice_.between(0, 6); n > 0 && !disk_.dead(); --n)
    if (!(dice_.one_in(3) && happen())) step_one_stage();
}

void runner::begin_process() {
  fate_.process_begins();
  auto made = machine::start({settings_, disk_, vfs_.name(), world_.gateway_time, target_, plan(),
                              derived(request_.seed, of_process + 16 * ++lives_)},
                             story_.versions[version_]);
  if (disk_.dead()) {
    say("died while it started");
    if (made.has_value()) machine_ = std::move(*made);
    return;
  }
  if (made.has_value()) {
    machine_ = std::move(*made);
    say("process " + std::to_string(lives_) + " began");
    return;
  }
  say("does not start: " + made.error().message());
  if (!retryable(made.error())) blame("start refused: " + made.error().message());
  start_again_ = world_.true_time.now() + restart_pause;
}

void runner::end_process() {
  machine_.reset();
  disk_.revive(fate_.power_was_cut());
  say(fate_.power_was_cut() ? "power cut" : "killed");
  sender_.cut_off(world_.true_time.now());
  start_again_ = world_.true_time.now() + restart_pause;
}

// Nothing can happen at this instant. Where nothing is written any more the naps grow, so that days pass in few steps.
void runner::pass_time() {
  const auto now = world_.true_time.now();
  patience_ = disk_.changes() == changes_seen_ ? std::min(longest_nap, 2 * patience_ + duration{1000}) : duration{0};
  changes_seen_ = disk_.changes();
  auto next = now + longest_nap;
  if (machine_) {
    for (const auto& s : machine_->stages()) next = std::min(next, now + std::max(duration{1}, s->rest()));
    next = std::max(next, now + patience_);
  } else {
    next = start_again_;
  }
  if (const auto offer = sender_.next()) next = std::min(next, std::max(*offer, now));
  if (next_change_ < story_.changes.size()) next = std::min(next, std::max(story_.changes[next_change_].at, now));
  world_.pass(std::max(next - now, duration{1}));
  const bool over =
      now >= story_.ends && !sender_.next() && !sender_.waits_for_answers() && next_change_ == story_.changes.size();
  if (over && !told_) {
    say("the story is told, all faults end");
    told_ = true;
    to_take_over_ = true;
    fate_.end();
    world_.pass(duration{1});
  }
}

void runner::check_balance() {
  auto& s = machine_->stores();
  const auto drained = s.ledger->drained();
  const auto inside = s.ledger->counts();
  if (drained.has_error() || inside.has_error()) return;
  for (const auto& [source, b] : app::balance(*inside, s.journal->counts(), *drained))
    if (!b.balanced) blame("source " + source + " is not balanced");
}

bool runner::drained() {
  if (!machine_ || to_take_over_ || sender_.waits_for_answers()) return false;
  retry_parked();
  return at_rest(*machine_);
}

// As an operator does who was told that the target is well again.
void runner::retry_parked() {
  auto& book = *machine_->stores().ledger;
  const auto parked = book.list_deliveries("", "parked", 100);
  if (parked.has_error()) return;
  for (const auto& d : *parked) {
    if (d.reason == "withdrawal_needs_approval") continue;
    say("retry of a delivery parked as " + d.reason);
    static_cast<void>(book.retry_delivery(d.delivery_id, "acct:0"));
    for (auto& stage : machine_->stages()) stage->wake();
  }
}

}  // namespace jembatan::sim

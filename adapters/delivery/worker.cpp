#include "delivery/worker.hpp"

#include <algorithm>

#include "base/failpoint.hpp"
#include "base/log.hpp"

namespace jembatan::delivery {
namespace {

constexpr auto parked_poll = std::chrono::seconds{10};
constexpr auto store_retry = std::chrono::seconds{5};
constexpr auto lane_retry = std::chrono::seconds{1};
constexpr std::size_t trails_bound = 10'000;
// The one reason to park a target that the adapter takes from our clock, not from the target (adapters/README.md).
constexpr std::string_view expired_by_clock = "sso_expired";

}  // namespace

worker::worker(target_options t, options o, ledger::delivery_store& s, adapter& a, const clock& c, random_source& r,
               metrics::registry& m)
    : name_("delivery " + t.id),
      target_(std::move(t)),
      options_(o),
      store_(s),
      adapter_(a),
      clock_(c),
      random_(r),
      metrics_(m, target_.id),
      breaker_(r, o.backoff_base, o.backoff_cap, o.breaker),
      first_rest_ends_(c.passed() + target_.deadline) {}

time_point worker::store_failed(std::string_view doing, const error& why, time_point now) {
  lines_.error("delivery", "ledger failed", doing,
               {{"target", target_.id}, {"doing", doing}, {"error", why.message()}});
  return now + store_retry;
}

// For the credentials that were refused: a file that was another one for a moment must not leave it parked for good.
void worker::park(const setback& why, time_point now) {
  log::warning("delivery", "target parked until its credential file changes",
               {{"target", target_.id}, {"reason", why.code}});
  metrics_.parked(true);
  if (auto done = store_.park_target(target_.id, why.code, adapter_.judged_credentials(), now); done.has_error())
    store_failed("park_target", done.error(), now);
}

bool worker::may_go_on(const ledger::target_state& parked, const std::string& credentials, time_point now) {
  // Without a token an operator paused it, and an operator resumes it.
  if (parked.park_token.empty()) return false;
  if (parked.park_token != credentials) return true;
  // Parked by our clock alone, without a word of the target, and the clock was wrong.
  return parked.reason == expired_by_clock && adapter_.ready(now).has_value();
}

// When to come again if the target may not be worked on now.
std::optional<time_point> worker::barred(time_point now) {
  const auto state = store_.state_of(target_.id);
  if (state.has_error()) return store_failed("state_of", state.error(), now);
  if (state->parked) {
    if (!may_go_on(*state, adapter_.credentials_digest(), now)) {
      metrics_.parked(true);
      return now + parked_poll;
    }
    if (auto done = store_.resume_target(target_.id, now); done.has_error())
      return store_failed("resume_target", done.error(), now);
    log::info("delivery", "target resumed: its credentials can work again", {{"target", target_.id}});
  }
  metrics_.parked(false);
  if (const auto ready = adapter_.ready(now); ready.has_error()) {
    park(ready.error(), now);
    return now + parked_poll;
  }
  return {};
}

time_point worker::idle(time_point now) {
  const auto latest = now + options_.idle;
  if (!target_.live()) return latest;  // a dry run leaves deliveries due: a new one wakes the stage
  const auto next = store_.next_due(target_.id);
  if (next.has_error()) return store_failed("next_due", next.error(), now);
  if (!*next) return latest;
  // Due, and yet not claimed: the lane of its person is busy.
  return std::clamp<time_point>(**next, now + lane_retry, std::max<time_point>(latest, now + lane_retry));
}

void worker::remember(const finding& f, time_point now) {
  if (trails_.size() >= trails_bound) trails_.clear();
  if (f.end.write == ledger::write_outcome::unknown)
    trails_[f.end.delivery_id].rest_ends = clock_.passed() + target_.deadline;
  const bool transport = f.trouble == setback::kind::unreachable || f.trouble == setback::kind::postponed;
  if (!transport) {
    if (f.end.next != ledger::delivery_state::unknown) trails_.erase(f.end.delivery_id);
    const bool called =
        f.result != "unchanged" && f.result != "not_wanted" && f.result != "lease_short" && f.result != "resting";
    if (f.trouble == setback::kind::refused || (!f.trouble && called)) {
      breaker_.succeeded();
      metrics_.breaker_open(false);
    }
    return;
  }
  ++trails_[f.end.delivery_id].stumbles;
  if (!breaker_.failed(now)) return;
  metrics_.breaker_open(true);
  metrics_.breaker_opened();
  lines_.warning(
      "delivery", "target left alone for a while", {},
      {{"target", target_.id}, {"failures", breaker_.failures()}, {"until", format_rfc3339(breaker_.open_until())}});
}

// False when what came of it could not be written down.
bool worker::carry_out(const ledger::job& job, time_point lease_until, duration lease_ends) {
  const log::scope about{{"record", job.what.record_id},
                         {"revision", std::to_string(job.what.wanted_revision)},
                         {"delivery", job.what.delivery_id}};
  const auto begun = clock_.passed();
  const auto known = trails_.find(job.what.delivery_id);
  const auto before = known == trails_.end() ? trail{} : known->second;
  errand task(adapter_, clock_,
              {.target = target_,
               .attempts = options_.attempts,
               .write_time = 4 * target_.deadline,
               .lease_until = lease_until,
               .lease_ends = lease_ends,
               .wait = [this](auto n) { return backoff(random_, options_.backoff_base, options_.backoff_cap, n); },
               .stumbles = before.stumbles,
               .rest_ends = std::max(before.rest_ends, first_rest_ends_)},
              job);
  const auto found = target_.live() ? task.run() : task.preview();
  const auto now = clock_.now();
  metrics_.attempt(found.result);
  metrics_.took(static_cast<double>((clock_.passed() - begun).count()) / 1000);
  remember(found, now);
  log::info("delivery", "attempt ended",
            {{"target", target_.id}, {"result", found.result}, {"reason", found.end.reason}});
  JB_FAILPOINT("delivery.before_settle");
  if (!found.abandon)
    if (auto settled = store_.settle(found.end, now); settled.has_error()) {
      store_failed("settle", settled.error(), now);
      return false;
    }
  JB_FAILPOINT("delivery.after_settle");
  if (found.trouble == setback::kind::locked_out)
    park({setback::kind::locked_out, found.end.out.substr(found.end.out.find(':') + 1), ""}, now);
  return true;
}

time_point worker::step(time_point now) {
  if (breaker_.open(now)) return breaker_.open_until();
  metrics_.breaker_open(false);
  if (const auto later = barred(now)) return *later;
  const auto lease = lease_for(target_.deadline);
  const auto lease_ends = clock_.passed() + lease;
  const auto job = target_.live() ? store_.claim(target_.id, now, lease) : store_.claim_preview(target_.id, now);
  if (job.has_error()) return store_failed("claim", job.error(), now);
  if (!*job) return idle(now);
  JB_FAILPOINT("delivery.after_claim");
  return carry_out(**job, now + lease, lease_ends) ? now : now + store_retry;
}

}  // namespace jembatan::delivery

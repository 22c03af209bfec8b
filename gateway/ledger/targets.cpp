// The desk's other half: targets as a whole, and what an operator does.
#include "ledger/desk.hpp"
#include "ledger/wishes.hpp"

namespace jembatan::ledger {
namespace {

void store_target(tables& t, const target_state& s) {
  change(t.session,
         "INSERT INTO target(target,parked,reason,park_token,since) VALUES(:target,:parked,:reason,:token,:since) "
         "ON CONFLICT(target) DO UPDATE SET parked=excluded.parked,reason=excluded.reason,"
         "park_token=excluded.park_token,since=excluded.since",
         s.target, integer{s.parked}, s.reason, s.park_token, integer{to_unix_ms(s.since)});
}

void tell_target(tables& t, const char* act, const std::string& target, const std::string& out) {
  t.feed.append({.act = act, .actor = svc_delivery, .src = target, .ref = "tgt:" + target, .out = out});
}

bool can_be_retried(const delivery& d) {
  return d.wanted_revision != 0 &&
         (d.state == delivery_state::parked || d.state == delivery_state::unknown || d.state == delivery_state::due ||
          d.state == delivery_state::awaiting_receipt || d.state == delivery_state::staged);
}

}  // namespace

result<std::optional<time_point>> delivery_desk::next_due(std::string_view target) {
  return core_.read->next_due(std::string(target));
}

result<target_state> delivery_desk::state_of(std::string_view target) {
  return core_.read->state_of(std::string(target));
}

result<void> delivery_desk::park_target(std::string_view target, std::string reason, std::string token,
                                        time_point now) {
  const target_state parked{std::string(target), true, std::move(reason), std::move(token), now};
  JB_TRY(const auto before, state_of(target));
  if (before.parked && before.park_token == parked.park_token && before.reason == parked.reason) return {};
  return core_.write->transact(core_.occasion_of("park target", "event", now), [&](tables& t) -> result<void> {
    store_target(t, parked);
    tell_target(t, "target.pause", parked.target, "fail:" + parked.reason);
    return {};
  });
}

result<void> delivery_desk::resume_target(std::string_view target, time_point now) {
  const target_state resumed{std::string(target), false, {}, {}, now};
  JB_TRY(const auto before, state_of(target));
  if (!before.parked) return {};
  JB_CHECK(core_.write->transact(core_.occasion_of("resume target", "event", now), [&](tables& t) -> result<void> {
    store_target(t, resumed);
    tell_target(t, "target.resume", resumed.target, "ok");
    return {};
  }));
  core_.due();
  return {};
}

result<void> delivery_desk::retry(const std::string& delivery_id, const std::string& actor, time_point now) {
  JB_CHECK(core_.write->transact(core_.occasion_of("retry", "event", now), [&](tables& t) -> result<void> {
    auto row = t.deliveries.find(delivery_id);
    if (!row) return error(errc::not_found, "no delivery has this id");
    auto& d = row->what;
    if (d.reason == certificate_reason)
      return error(errc::invalid, "delivery " + delivery_id + " waits for the record's certificate (" +
                                      std::string(certificate_reason) + "): it goes by itself once there is one");
    if (!can_be_retried(d)) {
      return error(errc::invalid, "delivery " + delivery_id + " is " + std::string(to_text(d.state)) +
                                      (d.reason.empty() ? "" : " (" + d.reason + ")") + ": nothing to try again");
    }
    // An unknown outcome stays one until it is read back (SEMANTICS.md 6.2).
    if (d.state != delivery_state::unknown) {
      d.state = row->watermark != 0 ? delivery_state::waiting : delivery_state::due;
    }
    // Somebody removed the row there, and now it is to be made anew; until then its id is not forgotten.
    if (d.reason == remote_row_gone) d.remote_id.clear();
    d.attempts = 0;
    d.next_at = d.changed_at = now;
    d.reason.clear();
    t.deliveries.store(*row);
    t.feed.append({.act = "delivery.retry",
                   .actor = actor,
                   .src = d.target,
                   .ref = "dlv:" + delivery_id,
                   .revision = d.wanted_revision});
    return {};
  }));
  core_.due();
  return {};
}

}  // namespace jembatan::ledger

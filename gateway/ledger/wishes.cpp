#include "ledger/wishes.hpp"

#include <algorithm>

#include "ledger/records.hpp"

namespace jembatan::ledger {
namespace {

// Written anew. The clock was stepped back where the row is of a time that is yet to come: what waits by that time
// would wait for the length of the step (delivery_store.hpp).
void touch(delivery& d, time_point now) {
  if (d.changed_at > now) d.next_at = std::min(d.next_at, now);
  d.changed_at = now;
}

delivery_row want_revision(delivery_row row, const training::record& r, integer watermark, time_point now) {
  auto& d = row.what;
  d.wanted_revision = r.revision;
  d.attempts = 0;
  touch(d, now);
  row.watermark = watermark;
  // What was sent or may have been sent is settled or read back first.
  if (d.state == delivery_state::sending || d.state == delivery_state::unknown) return row;
  d.state = delivery_state::waiting;
  d.reason.clear();
  return row;
}

// Nothing is to be done about it now, and what was tried is not forgotten. A person who is asked to approve its removal
// decides all the same.
delivery_row set_aside(delivery_row row, time_point now) {
  if (row.what.wanted_revision == 0) return row;
  row.what.state = delivery_state::waiting;
  row.what.reason.clear();
  row.watermark = 0;
  touch(row.what, now);
  return row;
}

// Only not settled (any more), but the target may keep what it has.
std::optional<delivery_row> hold_back(delivery_row row, time_point now) {
  auto& d = row.what;
  if (d.state == delivery_state::sending || d.state == delivery_state::unknown) return row;
  if (d.known_revision == 0) return row.may_be_held ? std::optional(set_aside(std::move(row), now)) : std::nullopt;
  if (d.wanted_revision == d.known_revision) return row;
  d.wanted_revision = d.known_revision;
  d.state = delivery_state::done;
  touch(d, now);
  row.watermark = 0;
  return row;
}

// The target holds, or may hold, what it should not: a person must approve its removal (SEMANTICS.md 6.4).
std::optional<delivery_row> take_back(delivery_row row, time_point now) {
  auto& d = row.what;
  if (d.wanted_revision == 0) return row;
  d.wanted_revision = 0;
  touch(d, now);
  row.watermark = 0;
  if (d.state == delivery_state::sending) return row;
  if (d.known_revision == 0 && !row.may_be_held && d.state != delivery_state::unknown &&
      d.state != delivery_state::awaiting_receipt) {
    return std::nullopt;
  }
  d.state = delivery_state::parked;
  d.reason = withdrawal_reason;
  return row;
}

}  // namespace

bool wants(const target_rule& target, const training::record& r) {
  if (r.state != training::status::final) return false;
  if (target.deliver_from && std::chrono::sys_days(r.end) < std::chrono::sys_days(*target.deliver_from)) return false;
  return std::find(target.outcomes.begin(), target.outcomes.end(), training::to_text(r.outcome)) !=
         target.outcomes.end();
}

std::optional<delivery_row> after_evaluation(std::optional<delivery_row> before, bool wanted, const training::record& r,
                                             integer watermark, time_point now) {
  if (wanted && !before) {
    delivery_row fresh;
    fresh.what.record_id = r.record_id;
    fresh.what.person_id = r.person_id;
    fresh.what.training_id = r.training_id;
    fresh.what.next_at = now;
    return want_revision(std::move(fresh), r, watermark, now);
  }
  if (!before) return std::nullopt;
  if (wanted) {
    if (before->what.wanted_revision == r.revision && before->what.reason != certificate_reason) return before;
    return want_revision(std::move(*before), r, watermark, now);
  }
  if (r.state == training::status::provisional) return hold_back(std::move(*before), now);
  return take_back(std::move(*before), now);
}

delivery_row without_certificate(delivery_row row) {
  if (row.what.state != delivery_state::waiting) return row;
  row.what.state = delivery_state::parked;
  row.what.reason = certificate_reason;
  row.watermark = 0;
  return row;
}

}  // namespace jembatan::ledger

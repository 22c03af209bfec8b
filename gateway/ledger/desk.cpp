#include "ledger/desk.hpp"

#include <boost/json.hpp>

#include "ledger/wishes.hpp"

namespace jembatan::ledger {
namespace {

// Too many expired leases at once would make the transaction long; the next claim goes on.
constexpr integer expired_at_once = 200;

template <class Tuple, class Last>
struct with;
template <class... Columns, class Last>
struct with<std::tuple<Columns...>, Last> {
  using type = std::tuple<Columns..., Last>;
};
using job_tuple = with<delivery_tuple, std::string>::type;

job job_from(const job_tuple& row) {
  const auto parts = [&]<std::size_t... I>(std::index_sequence<I...>) {
    return delivery_tuple(std::get<I>(row)...);
  }
  (std::make_index_sequence<std::tuple_size_v<delivery_tuple>>());
  return {delivery_from(parts).what, std::get<std::tuple_size_v<delivery_tuple>>(row), {}, {}};
}

// Only what is settled and newest is sent: an unknown one whose record is provisional again waits for the next final
// revision. What was last touched at a time that is yet to come waits for a clock that was stepped back: not for that
// long.
std::string select_jobs(const char* condition) {
  return std::string("SELECT ") + delivery_columns +
         ",r.json FROM delivery d JOIN record r ON r.record_id=d.record_id WHERE d.target=:target AND "
         "(d.next_at<=:now OR d.changed_at>:present) AND r.status='final' AND r.revision=d.wanted_revision AND " +
         condition + " ORDER BY d.next_at,d.delivery_id LIMIT 1";
}

// A lease of which more than its whole length twice is left was taken before the wall time was stepped back. Once would
// do on one machine; where several share the ledger their clocks differ a little, and a live lease must not be taken.
void expire_leases(tables& t, const std::string& target, time_point now, duration lease) {
  for (const auto& [id] : select_all<std::tuple<std::string>>(
           t.session,
           "SELECT delivery_id FROM delivery WHERE target=:target AND state='sending' AND "
           "(lease_until<=:now OR lease_until>:longest) ORDER BY delivery_id LIMIT :most",
           target, integer{to_unix_ms(now)}, integer{to_unix_ms(now + 2 * lease)}, expired_at_once)) {
    auto row = *t.deliveries.find(id);
    row.what.state = delivery_state::unknown;
    row.what.reason = "lease_expired";
    row.what.next_at = row.what.changed_at = now;
    // Nothing can be read back for what is not wanted any more, but the target may hold it.
    if (row.what.wanted_revision == 0) {
      row.what.state = delivery_state::parked;
      row.what.reason = withdrawal_reason;
    }
    t.deliveries.store(row);
    t.tries.end(id, write_outcome::unknown);
    t.feed.append({.act = "delivery.unknown",
                   .actor = svc_delivery,
                   .src = target,
                   .ref = "dlv:" + id,
                   .revision = row.what.wanted_revision,
                   .out = "fail:lease_expired"});
  }
}

bool is_parked(tables& t, const std::string& target) {
  return !select_all<std::tuple<integer>>(t.session, "SELECT parked FROM target WHERE target=:target AND parked=1",
                                          target)
              .empty();
}

std::optional<job> take_job(tables& t, const std::string& target, time_point now, duration lease) {
  expire_leases(t, target, now, lease);
  if (is_parked(t, target)) return std::nullopt;
  const auto rows = select_all<job_tuple>(
      t.session,
      select_jobs("d.state IN ('due','unknown') AND NOT EXISTS(SELECT 1 FROM delivery s WHERE s.target=d.target AND "
                  "s.person=d.person AND s.state='sending')"),
      target, integer{to_unix_ms(now)}, integer{to_unix_ms(now)});
  if (rows.empty()) return std::nullopt;
  auto found = job_from(rows.front());
  auto row = *t.deliveries.find(found.what.delivery_id);
  found.tried = t.tries.of(row.what.delivery_id);
  if (!found.tried.empty()) found.others = t.deliveries.other_remote_ids(row.what);
  t.tries.begin(row.what.delivery_id, row.what.wanted_revision, found.record_json);
  row.what.state = delivery_state::sending;
  row.what.lease_until = now + lease;
  row.what.changed_at = now;
  t.deliveries.store(row);
  t.feed.append({.act = "delivery.intent",
                 .actor = svc_delivery,
                 .src = target,
                 .ref = "dlv:" + row.what.delivery_id,
                 .revision = row.what.wanted_revision});
  const auto before = found.what.state;
  found.what = row.what;
  found.what.state = before;
  return found;
}

bool can_be_settled(delivery_state s) {
  return s == delivery_state::sending || s == delivery_state::unknown || s == delivery_state::due ||
         s == delivery_state::waiting;
}

// What `jembatan explain` shows of a step beside its outcome; the row itself keeps the last one only.
std::string step_detail(const settlement& s) {
  boost::json::object o;
  if (!s.answer.empty()) o["answer"] = s.answer;
  if (s.remote_id && !s.remote_id->empty()) o["remote_id"] = *s.remote_id;
  return o.empty() ? std::string() : boost::json::serialize(o);
}

// wanted_revision has moved on while this one was worked on.
void go_on(delivery_row& row, delivery_state next) {
  auto& d = row.what;
  d.attempts = 0;
  if (next == delivery_state::unknown) {
    d.state = next;
    return;
  }
  d.state = row.watermark != 0 ? delivery_state::waiting : delivery_state::due;
  d.reason.clear();
}

}  // namespace

std::optional<delivery_row> after_settlement(delivery_row row, const settlement& s, time_point now) {
  auto& d = row.what;
  if (s.known_revision) d.known_revision = *s.known_revision;
  if (s.remote_id) d.remote_id = *s.remote_id;
  if (s.payload_digest) d.payload_digest = *s.payload_digest;
  if (!s.request.empty()) {
    d.request = s.request;
    row.previewed = s.lease_revision;
  }
  d.attempts = s.next == delivery_state::done ? 0 : d.attempts + (s.burn ? 1 : 0);
  d.next_at = s.next_at;
  d.reason = s.reason;
  d.answer = s.answer;
  d.changed_at = now;
  if (d.wanted_revision == 0) {
    const bool clean = d.known_revision == 0 && !row.may_be_held && s.next != delivery_state::unknown;
    if (clean) return std::nullopt;
    d.state = delivery_state::parked;
    d.reason = withdrawal_reason;
  } else if (d.wanted_revision != s.lease_revision) {
    go_on(row, s.next);
  } else {
    d.state = s.next;
  }
  return row;
}

result<std::optional<job>> delivery_desk::claim(std::string_view target, time_point now, duration lease) {
  return core_.write->transact(core_.occasion_of("claim", "event", now), [&](tables& t) -> result<std::optional<job>> {
    return take_job(t, std::string(target), now, lease);
  });
}

result<std::optional<job>> delivery_desk::claim_preview(std::string_view target, time_point now) {
  return core_.write->transact(
      core_.occasion_of("preview", "event", now), [&](tables& t) -> result<std::optional<job>> {
        const auto rows =
            select_all<job_tuple>(t.session, select_jobs("d.state='due' AND d.previewed<d.wanted_revision"),
                                  std::string(target), integer{to_unix_ms(now)}, integer{to_unix_ms(now)});
        if (rows.empty()) return std::optional<job>();
        return std::optional(job_from(rows.front()));
      });
}

result<void> delivery_desk::settle(const settlement& s, time_point now) {
  return core_.write->transact(core_.occasion_of("settle", "event", now), [&](tables& t) -> result<void> {
    auto row = t.deliveries.find(s.delivery_id);
    if (!row) return error(errc::not_found, "no delivery " + s.delivery_id);
    if (!can_be_settled(row->what.state)) {
      return error(errc::exists, "delivery " + s.delivery_id + " is not being worked on: it is " +
                                     std::string(to_text(row->what.state)));
    }
    if (s.known_revision) {
      t.tries.forget(s.delivery_id);
    } else {
      t.tries.end(s.delivery_id, s.write);
    }
    row->may_be_held = t.tries.any_open(s.delivery_id);
    const auto after = after_settlement(*row, s, now);
    if (after) {
      t.deliveries.store(*after);
    } else {
      t.tries.forget(s.delivery_id);
      t.deliveries.erase(s.delivery_id);
    }
    if (s.act.empty()) return {};
    t.feed.append({.act = s.act,
                   .actor = svc_delivery,
                   .src = row->what.target,
                   .ref = "dlv:" + s.delivery_id,
                   .revision = s.lease_revision,
                   .out = s.out,
                   .detail = step_detail(s)});
    return {};
  });
}

}  // namespace jembatan::ledger

#include "delivery/errand.hpp"

#include <algorithm>

#include "base/failpoint.hpp"

namespace jembatan::delivery {
namespace {

using ledger::delivery_state;

constexpr std::size_t answer_limit = 500;

constexpr std::string_view unknown_prefix = "unknown:";  // for people who read the reason

std::string shortened(std::string text) {
  if (text.size() <= answer_limit) return text;
  auto end = answer_limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // never half a UTF-8 character
  return text.substr(0, end) + "...";
}

bool wanted_by(const target_options& target, const training::record& r) {
  return r.state == training::status::final && (!target.deliver_from || r.end >= *target.deliver_from) &&
         std::find(target.deliver.begin(), target.deliver.end(), training::to_text(r.outcome)) != target.deliver.end();
}

}  // namespace

bool errand::was_unknown() const {
  return job_.what.state == delivery_state::unknown;
}

// Since the target was last known to hold the record, whatever the state is by now.
bool errand::lost_a_write() const {
  return was_unknown() || std::any_of(job_.tried.begin(), job_.tried.end(), [](const auto& t) { return t.open; });
}

bool errand::may_be_held() const {
  return job_.what.known_revision > 0 || !job_.what.remote_id.empty() || lost_a_write();
}

// What cannot be mapped any more was not sent either, or by an older configuration: nothing is known of it.
traces errand::left_behind(const payload& what) const {
  traces all{job_.what.remote_id, {}, job_.others};
  for (const auto& t : job_.tried) {
    const auto record = training::from_json(t.record_json);
    if (!record) continue;
    auto before = adapter_.map(*record);
    if (before.has_value() && before->digest != what.digest) all.tried.push_back(std::move(*before));
  }
  return all;
}

ledger::settlement errand::ended(delivery_state next) const {
  ledger::settlement s;
  s.delivery_id = job_.what.delivery_id;
  s.lease_revision = job_.what.wanted_revision;
  s.next = next;
  s.next_at = clock_.now();
  return s;
}

finding errand::done(std::string_view result, const std::string& remote_id, const std::string& digest) const {
  auto s = ended(delivery_state::done);
  s.known_revision = job_.what.wanted_revision;
  s.remote_id = remote_id;
  s.payload_digest = digest;
  s.act = "delivery.ok";
  s.out = "ok";
  return {std::move(s), result, {}};
}

finding errand::parked(std::string_view result, std::string code, std::string answer) const {
  auto s = ended(delivery_state::parked);
  s.act = "delivery.park";
  s.out = "fail:" + code;
  s.reason = std::move(code);
  s.answer = shortened(std::move(answer));
  return {std::move(s), result, setback::kind::impossible};
}

// Waits and comes again, as `due`, or `unknown` where a write may have been acted upon.
finding errand::again(const setback& why, phase at, std::string_view result) const {
  const bool unsure =
      at == phase::writing && (why.what == setback::kind::unreachable || why.what == setback::kind::cancelled);
  const bool still_unsure = at == phase::reading && was_unknown();
  auto s = ended(unsure || still_unsure ? delivery_state::unknown : delivery_state::due);
  s.burn = why.what == setback::kind::refused;
  s.reason = (s.next == delivery_state::unknown ? std::string(unknown_prefix) : std::string{}) + why.code;
  s.answer = shortened(why.answer);
  s.act = unsure ? "delivery.unknown" : "delivery.fail";
  s.out = "fail:" + why.code;
  // What the target holds is no longer certain: even an equal payload is read back before it counts as delivered.
  if (at == phase::writing && (unsure || why.what == setback::kind::refused)) s.payload_digest = "";
  if (unsure) s.write = ledger::write_outcome::unknown;
  const bool at_once = why.what == setback::kind::cancelled || why.what == setback::kind::locked_out;
  if (!at_once) s.next_at += terms_.wait(s.burn ? job_.what.attempts + 1 : terms_.stumbles + 1);
  // The request is given up here, and the target may be at work on it.
  if (unsure) s.next_at = std::max(s.next_at, clock_.now() + terms_.target.deadline);
  return {std::move(s), unsure ? "unknown" : result, why.what};
}

finding errand::after(const setback& why, phase at) const {
  switch (why.what) {
    case setback::kind::impossible:
      return parked("impossible", why.code, why.answer);
    case setback::kind::refused:
      // SEMANTICS.md 6.2: passing trouble looks like a refusal, so it is tried a few times before a person is asked.
      if (job_.what.attempts + 1 >= terms_.attempts) {
        auto f = parked("refused", why.code, why.answer);
        f.end.burn = true;
        f.trouble = setback::kind::refused;
        if (at == phase::writing) f.end.payload_digest = "";
        return f;
      }
      return again(why, at, "refused");
    case setback::kind::unreachable:
      return again(why, at, "unreachable");
    case setback::kind::postponed:
      return again(why, at, "postponed");
    case setback::kind::locked_out:
      return again(why, at, "locked_out");
    case setback::kind::cancelled:
      return again(why, at, "cancelled");
  }
  return parked("impossible", "unexpected", "");
}

std::optional<finding> errand::unwanted(const training::record& r) const {
  if (wanted_by(terms_.target, r)) return {};
  // SEMANTICS.md 6.4: what stands at a target is taken back by a person's decision only.
  if (may_be_held()) return parked("not_wanted", "withdrawal_needs_approval", "");
  auto s = ended(delivery_state::waiting);
  s.reason = "not_wanted";
  return finding{std::move(s), "not_wanted", {}};
}

// Nothing was done, and nothing went wrong.
finding errand::later(std::string_view result, time_point at) const {
  auto f = again({setback::kind::postponed, std::string(result), job_.what.answer}, phase::reading, result);
  f.end.next_at = at;
  f.end.act.clear();
  f.trouble.reset();
  return f;
}

finding errand::write(const payload& what, const standing& where) {
  const auto now = clock_.now();
  // By both times: others judge the lease by the wall time, and a step back does not make it longer.
  const auto left = std::min(terms_.lease_until - now, terms_.lease_ends - clock_.passed());
  if (left < terms_.write_time) {
    // Another process may take the lease over while we write: better not to begin.
    auto f = later("lease_short", now);
    f.abandon = left <= duration::zero();
    return f;
  }
  JB_FAILPOINT("delivery.before_write");
  const auto id = where.held ? adapter_.correct(what, where) : adapter_.create(what, where);
  JB_FAILPOINT("delivery.after_write");
  if (id.has_error()) {
    auto f = after(id.error(), phase::writing);
    // A refusal without a code that we know may hide passing trouble behind an act (SEMANTICS.md 6.2): until the row is
    // read back, it may stand there.
    if (id.error().what == setback::kind::refused) f.end.write = ledger::write_outcome::unknown;
    if (id.error().what == setback::kind::impossible) f.end.write = ledger::write_outcome::refused;
    return f;
  }
  return done(where.held ? "corrected" : "created", *id, what.digest);
}

finding errand::run() {
  const auto& d = job_.what;
  const auto record = training::from_json(job_.record_json);
  if (!record) return parked("impossible", "record_unreadable", "");
  if (auto f = unwanted(*record)) return std::move(*f);
  const auto what = adapter_.map(*record);
  if (what.has_error()) return after(what.error(), phase::reading);
  if (!lost_a_write() && d.known_revision > 0 && !d.remote_id.empty() && d.payload_digest == what->digest)
    return done("unchanged", d.remote_id, d.payload_digest);

  if (const auto passed = clock_.passed(); was_unknown() && passed < terms_.rest_ends)
    return later("resting", clock_.now() + (terms_.rest_ends - passed));
  JB_FAILPOINT("delivery.before_read");
  const auto where = adapter_.read_back(*what, left_behind(*what));
  JB_FAILPOINT("delivery.after_read");
  if (where.has_error()) return after(where.error(), phase::reading);
  if (where->held && where->held->same) return done("adopted", where->held->id, what->digest);
  if (!where->held && !d.remote_id.empty()) {
    // Somebody removed it at the target, or the target lists less than it holds for a moment. Making it anew is a
    // person's decision: the retry of an operator forgets the id, and nothing else does.
    auto f = parked("impossible", std::string(ledger::remote_row_gone), "the target no longer lists " + d.remote_id);
    f.end.payload_digest = "";
    return f;
  }
  return write(*what, *where);
}

finding errand::preview_failed(const setback& why) const {
  auto f = after(why, phase::reading);
  f.end.act.clear();
  f.end.burn = false;
  // A preview changes no state; what a person has to mend is shown in the place of the request.
  if (f.end.next == delivery_state::parked) f.end.request = "not sent: " + why.code + " " + shortened(why.answer);
  f.end.next = delivery_state::due;
  return f;
}

finding errand::preview() {
  const auto record = training::from_json(job_.record_json);
  if (!record) return preview_failed({setback::kind::impossible, "record_unreadable", ""});
  auto s = ended(delivery_state::due);
  if (!wanted_by(terms_.target, *record)) {
    s.request = "not sent: not_wanted";
    return {std::move(s), "not_wanted", {}};
  }
  const auto what = adapter_.map(*record);
  if (what.has_error()) return preview_failed(what.error());
  const auto where = adapter_.read_back(*what, left_behind(*what));
  if (where.has_error()) return preview_failed(where.error());
  s.request = where->held && where->held->same ? "nothing to send: the target holds it as " + where->held->id
                                               : adapter_.preview(*what, *where);
  s.reason = "dry_run";
  return {std::move(s), "preview", {}};
}

}  // namespace jembatan::delivery

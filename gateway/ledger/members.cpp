// The second half of an evaluation: records of (training, person), and what targets should hold of them.
#include <algorithm>
#include <boost/json.hpp>

#include "base/log.hpp"
#include "ledger/evaluation.hpp"
#include "ledger/wishes.hpp"

namespace jembatan::ledger {
namespace {

// An instant that was reached stays reached when the clock is stepped back.
time_point not_before(const std::optional<term>& reached, time_point now) {
  if (!reached) return now;
  if (reached->started) now = std::max(now, reached->starts_at);
  if (reached->finalised) now = std::max(now, reached->final_at);
  return now;
}

// What `jembatan explain` shows of a revision; only the newest one is kept whole.
std::string revision_detail(const training::record& r, const trigger& why) {
  boost::json::object o{{"status", training::to_text(r.state)}, {"outcome", training::to_text(r.outcome)}};
  boost::json::array minutes;
  for (const auto& s : r.sessions) minutes.push_back(s.minutes);
  if (!minutes.empty()) o["minutes"] = std::move(minutes);
  if (!r.reasons.empty()) o["reasons"] = boost::json::array(r.reasons.begin(), r.reasons.end());
  o["cause"] = why.cause;
  if (why.last.journal != 0) o["by"] = boost::json::array{why.last.journal, why.last.seq, why.last.ix};
  return boost::json::serialize(o);
}

}  // namespace

std::optional<training::record> evaluation::judge_member(const training::programme& rules, const std::string& person) {
  return training::evaluate(facts_of(person, rules), rules, registers_.people, instant_for(rules.id),
                            rules_.holds.settle);
}

time_point evaluation::instant_for(const std::string& training) {
  const auto known = instants_.find(training);
  if (known != instants_.end()) return known->second;
  return instants_[training] = not_before(t_.registers.term_of(training), now_);
}

void evaluation::evaluate_member(const std::string& training, const std::string& person, const trigger& why) {
  const auto before = t_.records.find(training, person);
  const auto rules = registers_.trainings.find(training);
  std::optional<training::record> now;
  if (rules != registers_.trainings.end()) now = judge_member(rules->second, person);
  if (now) {
    if (before && training::same_content(*before, *now)) return wish(*before);
    return revise(std::move(*now), before, "record.revise", why);
  }
  // SEMANTICS.md 5.4: withdrawn when the person no longer qualifies, or the training is gone.
  if (!before) return;
  if (before->state == training::status::withdrawn) return wish(*before);
  auto gone = *before;
  gone.state = training::status::withdrawn;
  revise(std::move(gone), before, "record.withdraw", why);
}

void evaluation::revise(training::record r, const std::optional<training::record>& before, const char* act,
                        const trigger& why) {
  r.record_id = before ? before->record_id : "r-" + random_.hex(16);
  r.revision = before ? before->revision + 1 : 1;
  r.changed_at = format_rfc3339_short(now_);
  const auto n = t_.feed.append({.act = act,
                                 .ref = "rec:" + r.record_id,
                                 .revision = r.revision,
                                 .detail = revision_detail(r, why),
                                 .before = before ? t_.records.feed_n_of(r.record_id) : 0});
  t_.records.store(r, n, now_);
  if (log::enabled(log::level::debug))
    revised_.push_back({r.record_id, std::string(training::to_text(r.state)), std::string(training::to_text(r.outcome)),
                        why.cause, r.revision});
  wish(r);
}

void evaluation::wish(const training::record& r) {
  for (const auto& target : rules_.targets) wish_for(target, r);
}

void evaluation::wish_for(const target_rule& target, const training::record& r) {
  auto before = t_.deliveries.find(r.record_id, target.id);
  const bool wanted = wants(target, r);
  if (!before && !wanted) return;
  const bool lacking = lacks_certificate(r);
  const bool let_go = before && !lacking && before->what.reason == certificate_reason;
  const bool anew = wanted && (!before || let_go || before->what.wanted_revision != r.revision);
  if (wanted && !anew) return;
  if (before) before->may_be_held = t_.tries.any_open(before->what.delivery_id);
  auto now = after_evaluation(before, wanted, r, anew ? watermark_of(r.training_id) : 0, now_);
  if (!now) {
    t_.tries.forget(before->what.delivery_id);
    return t_.deliveries.erase(before->what.delivery_id);
  }
  if (wanted && lacking) now = without_certificate(std::move(*now));
  if (!before) {
    now->what.delivery_id = "d-" + random_.hex(8);
    now->what.target = target.id;
  }
  t_.deliveries.store(*now);
  const bool was_parked = before && before->what.state == delivery_state::parked;
  if (now->what.state != delivery_state::parked || (was_parked && before->what.reason == now->what.reason)) return;
  t_.feed.append({.act = "delivery.park",
                  .src = target.id,
                  .ref = "dlv:" + now->what.delivery_id,
                  .revision = r.revision,
                  .out = "fail:" + now->what.reason});
}

bool evaluation::lacks_certificate(const training::record& r) const {
  const auto rules = registers_.trainings.find(r.training_id);
  return rules != registers_.trainings.end() && rules->second.certificate.required && !r.certified;
}

integer evaluation::watermark_of(const std::string& training) {
  const auto known = watermarks_.find(training);
  if (known != watermarks_.end()) return known->second;
  watermark_table::counts accepted;
  for (const auto& source : training::sources_of(registers_.trainings.at(training))) {
    const auto here = rules_.accepted.find(source);
    if (here != rules_.accepted.end()) accepted.insert(*here);
  }
  return watermarks_[training] = t_.watermarks.add(accepted);
}

}  // namespace jembatan::ledger

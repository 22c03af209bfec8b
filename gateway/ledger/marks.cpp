#include "ledger/marks.hpp"

#include <limits>

#include "ledger/event.hpp"

namespace jembatan::ledger {
namespace {

constexpr std::chrono::minutes furthest_due{2};  // longer than any debounce

integer number(soci::session& session, const char* text) {
  return std::get<0>(select_all<std::tuple<integer>>(session, text).front());
}

}  // namespace

mark_table::mark_table(soci::session& session)
    : session_(session), upsert_(session, dialect::upsert_mark), claim_(session, dialect::claim_marks) {}

void mark_table::begin(time_point due, std::string cause) {
  seq_ = 0;
  due_ = due;
  cause_ = std::move(cause);
}

void mark_table::take_seq() {
  if (seq_ != 0) return;
  change(session_, "UPDATE sequence SET n=n+1 WHERE name='mark'");
  seq_ = last_seq();
}

void mark_table::party(integer key) {
  take_seq();
  upsert_.run("party", key, "", "", seq_, to_unix_ms(due_), cause_);
}

void mark_table::member(const std::string& training, const std::string& person) {
  take_seq();
  upsert_.run("member", hash_of({training, person}), training, person, seq_, to_unix_ms(due_), cause_);
}

void mark_table::meeting(const std::string& source, const std::string& meeting_id) {
  for (const auto* text :
       {"SELECT p.key FROM occurrence o JOIN party p ON p.occ=o.key WHERE o.source=:source AND o.meeting_id=:meeting "
        "ORDER BY p.key",
        "SELECT key FROM party WHERE source=:source AND meeting_id=:meeting AND kind='registration' ORDER BY key"}) {
    for (const auto& [key] : select_all<std::tuple<integer>>(session_, text, source, meeting_id)) party(key);
  }
}

template <class... Arguments>
void mark_table::parties_where(const std::string& condition, const Arguments&... values) {
  for (const auto& [key] : select_all<std::tuple<integer>>(
           session_, "SELECT key FROM party WHERE " + condition + " ORDER BY key", values...)) {
    party(key);
  }
}

void mark_table::activity(const std::string& source, const std::string& id) {
  parties_where("activity=:activity AND source=:source AND activity<>''", id, source);
}

void mark_table::course(const std::string& source, const std::string& id) {
  parties_where("course=:course AND source=:source AND course<>''", id, source);
}

void mark_table::learner(integer key) {
  parties_where("occ=:learner AND kind IN ('activity','enrolment')", key);
}

void mark_table::assigned_to(const std::string& person) {
  parties_where(
      "key IN (SELECT subject FROM assignment WHERE person=:of_party) OR (kind IN ('activity','enrolment') AND "
      "occ IN (SELECT subject FROM assignment WHERE person=:of_learner))",
      person, person);
}

void mark_table::identifier(integer value_hash) {
  const auto keys = select_all<std::tuple<integer>>(
      session_, "SELECT key FROM identifier WHERE value=:value ORDER BY key", value_hash);
  for (const auto& [key] : keys) party(key);
}

std::vector<mark> mark_table::claim(time_point now, integer most) {
  std::vector<mark> all;
  claim_.each(
      [&](const auto& row) {
        const auto& [kind, key, training, person, cause] = row;
        all.push_back({kind == "party", key, training, person, cause});
      },
      to_unix_ms(now), to_unix_ms(now + furthest_due), most);
  return all;
}

integer mark_table::open() const {
  return number(session_, "SELECT count(*) FROM dirty");
}

integer mark_table::last_seq() const {
  return number(session_, "SELECT n FROM sequence WHERE name='mark'");
}

integer mark_table::oldest_seq() const {
  const auto oldest = number(session_, "SELECT coalesce(min(seq),0) FROM dirty");
  return oldest == 0 ? std::numeric_limits<integer>::max() : oldest;
}

std::optional<time_point> mark_table::next_due() const {
  const auto next = number(session_, "SELECT coalesce(min(due_at),-1) FROM dirty");
  if (next < 0) return std::nullopt;
  return from_unix_ms(next);
}

}  // namespace jembatan::ledger

#include "ledger/delivery_rows.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

namespace jembatan::ledger {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 8> words{"waiting",          "due",    "sending", "unknown", "parked",
                                                "awaiting_receipt", "staged", "done"};
constexpr integer not_ingested = -1;

std::string select_text(const char* where) {
  return std::string("SELECT ") + delivery_columns + " FROM delivery d WHERE " + where;
}

}  // namespace

std::string_view to_text(delivery_state s) {
  return words[static_cast<std::size_t>(s)];
}

std::optional<delivery_state> delivery_state_from(std::string_view text) {
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) return std::nullopt;
  return static_cast<delivery_state>(found - words.begin());
}

delivery_row delivery_from(const delivery_tuple& row) {
  delivery_row all;
  auto& d = all.what;
  std::string state;
  integer wanted = 0, known = 0, attempts = 0, next = 0, lease = 0, changed = 0;
  std::tie(d.delivery_id, d.record_id, d.target, d.person_id, d.training_id, state, wanted, known, d.remote_id,
           d.payload_digest, attempts, next, lease, d.reason, d.answer, d.request, changed, all.watermark,
           all.previewed) = row;
  d.state = delivery_state_from(state).value_or(delivery_state::parked);
  d.wanted_revision = wanted;
  d.known_revision = known;
  d.attempts = attempts;
  d.next_at = from_unix_ms(next);
  d.lease_until = from_unix_ms(lease);
  d.changed_at = from_unix_ms(changed);
  return all;
}

delivery_table::delivery_table(soci::session& session)
    : session_(session),
      select_(session, select_text("d.record_id=:record AND d.target=:target")),
      select_by_id_(session, select_text("d.delivery_id=:id")),
      upsert_(
          session,
          "INSERT INTO delivery(delivery_id,record_id,target,person,training,state,wanted_revision,known_revision,"
          "remote_id,payload_digest,attempts,next_at,lease_until,reason,answer,request,changed_at,watermark,previewed) "
          "VALUES(:id,:record,:target,:person,:training,:state,:wanted,:known,:remote,:digest,:attempts,:next,:lease,"
          ":reason,:answer,:request,:changed,:watermark,:previewed) ON CONFLICT(delivery_id) DO UPDATE SET "
          "state=excluded.state,wanted_revision=excluded.wanted_revision,known_revision=excluded.known_revision,"
          "remote_id=excluded.remote_id,payload_digest=excluded.payload_digest,attempts=excluded.attempts,"
          "next_at=excluded.next_at,lease_until=excluded.lease_until,reason=excluded.reason,answer=excluded.answer,"
          "request=excluded.request,changed_at=excluded.changed_at,watermark=excluded.watermark,"
          "previewed=excluded.previewed") {}

std::optional<delivery_row> delivery_table::find(const std::string& record_id, const std::string& target) {
  const auto row = select_.first(record_id, target);
  if (!row) return std::nullopt;
  return delivery_from(*row);
}

std::optional<delivery_row> delivery_table::find(const std::string& delivery_id) {
  const auto row = select_by_id_.first(delivery_id);
  if (!row) return std::nullopt;
  return delivery_from(*row);
}

std::vector<delivery_row> delivery_table::of_record(const std::string& record_id) {
  std::vector<delivery_row> all;
  for (const auto& row : select_all<delivery_tuple>(session_, select_text("d.record_id=:record"), record_id)) {
    all.push_back(delivery_from(row));
  }
  return all;
}

std::vector<std::string> delivery_table::other_remote_ids(const delivery& d) {
  std::vector<std::string> all;
  for (const auto& [id] : select_all<std::tuple<std::string>>(
           session_,
           "SELECT d.remote_id FROM record r JOIN delivery d ON d.record_id=r.record_id AND d.target=:target "
           "WHERE r.person=:person AND d.delivery_id<>:id AND d.remote_id<>''",
           d.target, d.person_id, d.delivery_id)) {
    all.push_back(id);
  }
  return all;
}

void delivery_table::store(const delivery_row& row) {
  const auto& d = row.what;
  upsert_.run(d.delivery_id, d.record_id, d.target, d.person_id, d.training_id, std::string(to_text(d.state)),
              d.wanted_revision, d.known_revision, d.remote_id, d.payload_digest, d.attempts, to_unix_ms(d.next_at),
              to_unix_ms(d.lease_until), d.reason, d.answer, d.request, to_unix_ms(d.changed_at), row.watermark,
              row.previewed);
}

void delivery_table::erase(const std::string& delivery_id) {
  change(session_, "DELETE FROM delivery WHERE delivery_id=:id", delivery_id);
}

integer watermark_table::add(const counts& accepted) {
  json::object all;
  for (const auto& [source, n] : accepted) all[source] = n;
  const auto last = select_all<std::tuple<integer>>(session_, "SELECT coalesce(max(id),0) FROM watermark");
  const auto id = std::get<0>(last.front()) + 1;
  change(session_, "INSERT INTO watermark(id,accepted,mark_seq) VALUES(:id,:accepted,:seq)", id, json::serialize(all),
         not_ingested);
  return id;
}

bool watermark_table::any() {
  return !select_all<std::tuple<integer>>(session_, "SELECT id FROM watermark LIMIT 1").empty();
}

bool watermark_table::ingested(const std::string& accepted_json) {
  const auto accepted = json::parse(accepted_json);
  for (const auto& term : accepted.as_object()) {
    const auto here = select_all<std::tuple<integer>>(
        session_, "SELECT n FROM balance WHERE source=:source AND class='ingested'", std::string(term.key()));
    if ((here.empty() ? 0 : std::get<0>(here.front())) < term.value().to_number<integer>()) return false;
  }
  return true;
}

integer watermark_table::promote(integer last_mark, integer oldest_mark, time_point now) {
  integer due = 0;
  for (const auto& [id, accepted, seen] : select_all<std::tuple<integer, std::string, integer>>(
           session_, "SELECT id,accepted,mark_seq FROM watermark ORDER BY id")) {
    auto mark_seq = seen;
    if (mark_seq == not_ingested) {
      if (!ingested(accepted)) continue;
      mark_seq = last_mark;
      change(session_, "UPDATE watermark SET mark_seq=:seq WHERE id=:id", mark_seq, id);
    }
    if (oldest_mark <= mark_seq) continue;
    due += change(session_,
                  "UPDATE delivery SET state='due',watermark=0,next_at=:next,changed_at=:now "
                  "WHERE watermark=:id AND state='waiting'",
                  integer{to_unix_ms(now)}, integer{to_unix_ms(now)}, id);
    change(session_, "UPDATE delivery SET watermark=0 WHERE watermark=:id", id);
    change(session_, "DELETE FROM watermark WHERE id=:id", id);
  }
  return due;
}

}  // namespace jembatan::ledger

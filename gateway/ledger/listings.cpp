// What the reader lists: holds, people, the feed and the topic of records.
#include "ledger/party.hpp"
#include "ledger/reader.hpp"

namespace jembatan::ledger {
namespace {

using held_tuple = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string, std::string,
                              std::string, integer, integer, integer, std::string, std::string>;

held_item held_from(const held_tuple& row) {
  const auto& [id, reason, source, trainings, meeting, connection, who, hint, host, events, since, activity, course] =
      row;
  held_item item;
  item.id = "hld:" + id;
  item.reason = reason;
  item.source = source;
  const auto all = list_from_json(trainings);
  if (!all.empty()) item.training = all.front();
  item.meeting_id = meeting;
  item.activity = activity;
  item.course = course;
  party named;
  named.who = who_from_json(who);
  named.who.host = host != 0;
  named.connection = connection;
  item.party_json = named_by_source(named);
  item.hint = hint;
  item.events = events;
  item.since = from_unix_ms(since);
  return item;
}

}  // namespace

result<std::vector<held_item>> reader::held(std::size_t limit) {
  JB_TRY(const auto rows,
         ask<held_tuple>("held",
                         "SELECT hold_id,hold,source,trainings,meeting_id,connection,who,hint,host,events,since,"
                         "activity,course FROM party WHERE class='held' "
                         "ORDER BY hold,source,meeting_id,occ,since,key LIMIT :most",
                         static_cast<integer>(limit)));
  std::vector<held_item> all;
  for (const auto& row : rows) all.push_back(held_from(row));
  return all;
}

result<std::vector<assignment>> reader::assignments(std::size_t limit) {
  using row = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string, integer>;
  // Of a learner's parties one that was held stands for all.
  JB_TRY(
      const auto rows,
      ask<row>("assignments",
               "SELECT p.hold_id,p.source,p.connection,p.who,a.person,a.actor,a.at FROM assignment a JOIN party p ON "
               "p.key=(SELECT min(q.key) FROM party q WHERE q.hold_id<>'' AND a.subject=CASE WHEN q.kind IN "
               "('activity','enrolment') THEN q.occ ELSE q.key END) ORDER BY a.at,p.hold_id LIMIT :most",
               static_cast<integer>(limit)));
  std::vector<assignment> all;
  for (const auto& [id, source, connection, who, person, actor, at] : rows) {
    const auto named = who_from_json(who);
    const auto first = [](const std::vector<std::string>& v) { return v.empty() ? std::string() : v.front(); };
    all.push_back({"hld:" + id, source, first(named.account_names), connection, first(named.names), person, actor,
                   from_unix_ms(at)});
  }
  return all;
}

result<std::vector<training::person_row>> reader::people(std::size_t limit, const std::string& after) {
  using row = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string, std::string,
                         std::string, std::string, std::string>;
  // Whole persons: the limit counts people, of whom each has a row or several.
  JB_TRY(const auto rows,
         ask<row>("people",
                  "SELECT person_id,nip,jenis_nip,nama,email,kode_opd,nama_opd,kode_skpd,dari,sampai FROM person_row "
                  "WHERE person_id IN (SELECT DISTINCT person_id FROM person_row WHERE person_id>:after "
                  "ORDER BY person_id LIMIT :most) ORDER BY person_id,ord",
                  after, static_cast<integer>(limit)));
  std::vector<training::person_row> all;
  for (const auto& [person, nip, jenis, nama, email, opd, nama_opd, skpd, from, to] : rows) {
    all.push_back({person, nip, jenis, nama, email, opd, nama_opd, skpd, parse_date(from), parse_date(to)});
  }
  return all;
}

result<std::vector<feed_row>> reader::feed(integer after, std::size_t limit) {
  using row =
      std::tuple<integer, integer, std::string, std::string, std::string, std::string, integer, std::string, integer>;
  JB_TRY(const auto rows, ask<row>("feed",
                                   "SELECT n,at,act,actor,src,ref,revision,outcome,count FROM feed WHERE n>:after "
                                   "ORDER BY n LIMIT :most",
                                   after, static_cast<integer>(limit)));
  std::vector<feed_row> all;
  for (const auto& [n, at, act, actor, src, ref, revision, out, count] : rows) {
    all.push_back({n, from_unix_ms(at), act, actor, src, ref, out, revision, count});
  }
  return all;
}

result<eventlog::slice> reader::records_from(std::int64_t from, eventlog::read_limit limit) {
  using row = std::tuple<integer, integer, std::string, std::string>;
  JB_TRY(const auto rows, ask<row>("records topic",
                                   "SELECT feed_n,changed_at,record_id,json FROM record WHERE feed_n>=:from "
                                   "ORDER BY feed_n LIMIT :most",
                                   static_cast<integer>(from), static_cast<integer>(limit.rows)));
  eventlog::slice all;
  all.next = from;
  std::size_t bytes = 0;
  for (const auto& [n, changed, id, json] : rows) {
    bytes += json.size();
    if (!all.messages.empty() && bytes > limit.bytes) break;
    all.messages.push_back({n, from_unix_ms(changed), id, json});
    all.next = n + 1;
  }
  return all;
}

}  // namespace jembatan::ledger

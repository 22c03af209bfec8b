#include "ledger/parties.hpp"

#include <algorithm>
#include <map>

#include "ledger/learning.hpp"

namespace jembatan::ledger {

party_table::party_table(soci::session& session)
    : session_(session),
      select_(
          session,
          "SELECT occ,kind,source,meeting_id,occurrence,connection,who,first_at,start,latest,ended,practice,open,host,"
          "events,presence,class,hold,reason,person,hint,trainings,since,expires_at,hold_id,bound,standings,activity,"
          "course,deeds,"
          // An operator's word on a learner goes for all that the account does.
          "coalesce((SELECT a.person FROM assignment a WHERE a.subject=CASE WHEN kind IN ('activity','enrolment') THEN "
          "occ ELSE key END),'') FROM party WHERE key=:key"),
      upsert_(session,
              "INSERT INTO party(key,occ,kind,source,meeting_id,occurrence,connection,who,first_at,start,latest,ended,"
              "practice,open,host,events,presence,bound,standings,activity,course,deeds,class,hold,reason,person,hint,"
              "trainings,since,expires_at,hold_id) "
              "VALUES(:key,:occ,:kind,:source,:meeting,:occurrence,:connection,:who,:first,:start,:latest,:ended,"
              ":practice,:open,:host,:events,:presence,:bound,:standings,:activity,:course,:deeds,'evaluating','','',''"
              ",'','[]',0,0,'') "
              "ON CONFLICT(key) DO UPDATE SET who=excluded.who,first_at=excluded.first_at,start=excluded.start,"
              "latest=excluded.latest,ended=excluded.ended,practice=excluded.practice,open=excluded.open,"
              "host=excluded.host,events=excluded.events,presence=excluded.presence,bound=excluded.bound,"
              "standings=excluded.standings,course=excluded.course,deeds=excluded.deeds"),
      judge_(session,
             "UPDATE party SET class=:class,hold=:hold,reason=:reason,person=:person,hint=:hint,trainings=:trainings,"
             "since=:since,expires_at=:expires,hold_id=:hold_id WHERE key=:key"),
      identify_(session, "INSERT INTO identifier(value,key) VALUES(:value,:key) ON CONFLICT DO NOTHING"),
      of_occurrence_(session, "SELECT key FROM party WHERE occ=:occ ORDER BY key"),
      open_(session,
            "SELECT DISTINCT person,trainings FROM party WHERE occ=:occ AND open=1 AND person<>'' ORDER BY person"),
      presences_(
          session,
          "SELECT p.connection,p.presence,o.source,o.meeting_id,o.occurrence,o.started,o.ended,o.latest,o.practice "
          "FROM party p JOIN occurrence o ON o.key=p.occ WHERE p.person=:person AND p.person<>'' AND p.host=0 "
          "ORDER BY p.key"),
      activities_(session,
                  "SELECT source,activity,course,deeds FROM party WHERE person=:person AND person<>'' AND "
                  "kind='activity' ORDER BY key") {}

std::optional<party> party_table::find(integer key) {
  std::optional<party> found;
  select_.each(
      [&](const auto& row) {
        party p;
        std::string kind, source, who, presence, cls, trainings, bound, standings, deeds, assigned;
        integer first = 0, start = 0, latest = 0, ended = 0, practice = 0, open = 0, host = 0, since = 0, expires = 0;
        std::tie(p.occ, kind, source, p.meeting_id, p.occurrence, p.connection, who, first, start, latest, ended,
                 practice, open, host, p.events, presence, cls, p.judged.hold, p.judged.reason, p.judged.person,
                 p.judged.hint, trainings, since, expires, p.judged.hold_id, bound, standings, p.activity, p.course,
                 deeds, assigned) = row;
        p.key = key;
        p.kind = party_kind_from(kind).value();
        p.who = who_from_json(who);
        p.who.source = source;
        p.who.at = from_unix_ms(first);
        p.who.host = host != 0;
        p.start = start;
        p.latest = latest;
        p.ended = ended;
        p.practice = practice != 0;
        p.open = open != 0;
        p.presence = presence_from_json(presence, p.connection);
        p.bound = list_from_json(bound);
        p.standings = standings_from_json(standings);
        p.deeds = deeds_from_json(deeds);
        if (!assigned.empty()) p.who.assigned = {assigned};
        p.judged.cls = event_class_from(cls).value_or(event_class::evaluating);
        p.judged.trainings = list_from_json(trainings);
        p.judged.since = since;
        p.judged.expires_at = expires;
        found = std::move(p);
      },
      key);
  return found;
}

void party_table::store(const party& p, const std::optional<party>& before) {
  upsert_.run(p.key, p.occ, std::string(to_text(p.kind)), p.who.source, p.meeting_id, p.occurrence, p.connection,
              who_to_json(p.who), to_unix_ms(p.who.at), p.start, p.latest, p.ended, p.practice, p.open, p.who.host,
              p.events, presence_to_json(p.presence), list_to_json(p.bound), standings_to_json(p.standings), p.activity,
              p.course, deeds_to_json(p.deeds));
  const auto now = identifier_hashes(p.who);
  const auto then = before ? identifier_hashes(before->who) : std::vector<integer>();
  for (const auto value : now) {
    if (!std::binary_search(then.begin(), then.end(), value)) identify_.run(value, p.key);
  }
  for (const auto value : then) {
    if (!std::binary_search(now.begin(), now.end(), value)) {
      change(session_, "DELETE FROM identifier WHERE value=:value AND key=:key", value, p.key);
    }
  }
}

void party_table::store_judgement(integer key, const judgement& j) {
  judge_.run(std::string(to_text(j.cls)), j.hold, j.reason, j.person, j.hint, list_to_json(j.trainings), j.since,
             j.expires_at, j.hold_id, key);
}

void party_table::store_person(integer key, const std::string& person) {
  change(session_, "UPDATE party SET person=:person WHERE key=:key", person, key);
}

void party_table::erase(const party& p) {
  for (const auto value : identifier_hashes(p.who)) {
    change(session_, "DELETE FROM identifier WHERE value=:value AND key=:key", value, p.key);
  }
  change(session_, "DELETE FROM party WHERE key=:key", p.key);
}

std::vector<integer> party_table::of_occurrence(integer occ) {
  std::vector<integer> all;
  of_occurrence_.each([&](const auto& row) { all.push_back(std::get<0>(row)); }, occ);
  return all;
}

std::vector<std::pair<std::string, std::vector<std::string>>> party_table::open_in(integer occ) {
  std::vector<std::pair<std::string, std::vector<std::string>>> all;
  open_.each([&](const auto& row) { all.emplace_back(std::get<0>(row), list_from_json(std::get<1>(row))); }, occ);
  return all;
}

std::vector<training::presence> party_table::presences_of(const std::string& person) {
  std::map<std::tuple<std::string, std::string, std::string>, training::presence> by_occurrence;
  presences_.each(
      [&](const auto& row) {
        const auto& [connection, presence, source, meeting, id, started, ended, latest, practice] = row;
        auto& one = by_occurrence[{source, meeting, id}];
        one.where = {source, meeting, id, from_unix_ms(started), {}, from_unix_ms(latest), practice != 0};
        if (ended != unknown_time) one.where.ended = from_unix_ms(ended);
        auto events = presence_from_json(presence, connection);
        one.events.insert(one.events.end(), events.begin(), events.end());
      },
      person);
  std::vector<training::presence> all;
  for (auto& [id, one] : by_occurrence) all.push_back(std::move(one));
  return all;
}

std::vector<training::activity_history> party_table::activities_of(const std::string& person) {
  std::vector<training::activity_history> all;
  activities_.each(
      [&](const auto& row) {
        const auto& [source, activity, course, deeds] = row;
        all.push_back({{source, activity}, course, deeds_from_json(deeds)});
      },
      person);
  return all;
}

std::vector<integer> party_table::expired(time_point now, integer most) {
  std::vector<integer> all;
  for (const auto& [key] : select_all<std::tuple<integer>>(
           session_, "SELECT key FROM party WHERE class='held' AND expires_at<=:now ORDER BY expires_at LIMIT :most",
           static_cast<integer>(to_unix_ms(now)), most)) {
    all.push_back(key);
  }
  return all;
}

std::optional<time_point> party_table::next_expiry() {
  const auto next = select_all<std::tuple<integer>>(
      session_, "SELECT expires_at FROM party WHERE class='held' ORDER BY expires_at LIMIT 1");
  if (next.empty()) return std::nullopt;
  return from_unix_ms(std::get<0>(next.front()));
}

}  // namespace jembatan::ledger

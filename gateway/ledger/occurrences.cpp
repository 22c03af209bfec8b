// The runs of meetings, derived from their parties.
#include "ledger/parties.hpp"

namespace jembatan::ledger {
namespace {

training::occurrence occurrence_of(std::string source, std::string meeting, std::string id, integer started,
                                   integer ended, integer latest, integer practice) {
  training::occurrence o{std::move(source), std::move(meeting),   std::move(id), from_unix_ms(started),
                         std::nullopt,      from_unix_ms(latest), practice != 0};
  if (ended != unknown_time) o.ended = from_unix_ms(ended);
  return o;
}

}  // namespace

occurrence_table::occurrence_table(soci::session& session)
    : session_(session),
      select_(session,
              "SELECT source,meeting_id,occurrence,started,ended,latest,practice FROM occurrence WHERE key=:key"),
      // SEMANTICS.md 4.2 and 4.3: the start stands in every event, `ended` in one, the latest instant in any.
      derive_(session,
              "SELECT count(*),coalesce(min(source),''),coalesce(min(meeting_id),''),coalesce(min(occurrence),''),"
              "coalesce(min(start),0),coalesce(max(ended),-1),coalesce(max(latest),0),coalesce(max(practice),0) "
              "FROM party WHERE occ=:occ"),
      upsert_(session,
              "INSERT INTO occurrence(key,source,meeting_id,occurrence,started,ended,latest,practice) "
              "VALUES(:key,:source,:meeting,:occurrence,:started,:ended,:latest,:practice) "
              "ON CONFLICT(key) DO UPDATE SET started=excluded.started,ended=excluded.ended,latest=excluded.latest,"
              "practice=excluded.practice") {}

std::optional<training::occurrence> occurrence_table::find(integer key) {
  const auto row = select_.first(key);
  if (!row) return std::nullopt;
  return std::apply(occurrence_of, *row);
}

std::optional<training::occurrence> occurrence_table::derive(integer key) {
  const auto row = derive_.first(key);
  if (!row || std::get<0>(*row) == 0) return std::nullopt;
  const auto& [parties, source, meeting, id, started, ended, latest, practice] = *row;
  return occurrence_of(source, meeting, id, started, ended, latest, practice);
}

void occurrence_table::store(integer key, const training::occurrence& o) {
  upsert_.run(key, o.source, o.meeting_id, o.id, to_unix_ms(o.started), o.ended ? to_unix_ms(*o.ended) : unknown_time,
              to_unix_ms(o.latest), o.practice);
}

void occurrence_table::erase(integer key) {
  change(session_, "DELETE FROM occurrence WHERE key=:key", key);
}

}  // namespace jembatan::ledger

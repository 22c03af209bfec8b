#include "ledger/records.hpp"

namespace jembatan::ledger {

record_table::record_table(soci::session& session)
    : session_(session),
      select_(session, "SELECT json FROM record WHERE training=:training AND person=:person"),
      select_feed_n_(session, "SELECT feed_n FROM record WHERE record_id=:id"),
      upsert_(session,
              "INSERT INTO record(record_id,training,person,revision,status,outcome,json,changed_at,feed_n) "
              "VALUES(:id,:training,:person,:revision,:status,:outcome,:json,:changed,:feed) "
              "ON CONFLICT(record_id) DO UPDATE SET revision=excluded.revision,status=excluded.status,"
              "outcome=excluded.outcome,json=excluded.json,changed_at=excluded.changed_at,feed_n=excluded.feed_n") {}

std::optional<training::record> record_table::find(const std::string& training, const std::string& person) {
  const auto row = select_.first(training, person);
  if (!row) return std::nullopt;
  return training::from_json(std::get<0>(*row));
}

void record_table::store(const training::record& r, integer feed_n, time_point now) {
  upsert_.run(r.record_id, r.training_id, r.person_id, r.revision, std::string(training::to_text(r.state)),
              std::string(training::to_text(r.outcome)), training::to_json(r), to_unix_ms(now), feed_n);
}

integer record_table::feed_n_of(const std::string& record_id) {
  const auto row = select_feed_n_.first(record_id);
  return row ? std::get<0>(*row) : 0;
}

std::vector<std::string> record_table::trainings_of(const std::string& person) {
  std::vector<std::string> all;
  for (const auto& [training] : select_all<std::tuple<std::string>>(
           session_, "SELECT training FROM record WHERE person=:person ORDER BY training", person)) {
    all.push_back(training);
  }
  return all;
}

std::vector<std::string> record_table::persons_in(const std::string& training) {
  std::vector<std::string> all;
  for (const auto& [person] : select_all<std::tuple<std::string>>(
           session_, "SELECT person FROM record WHERE training=:training ORDER BY person", training)) {
    all.push_back(person);
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> record_table::standing() {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& [training, person] : select_all<std::tuple<std::string, std::string>>(
           session_, "SELECT training,person FROM record WHERE status<>'withdrawn' ORDER BY training,person")) {
    all.emplace_back(training, person);
  }
  return all;
}

}  // namespace jembatan::ledger

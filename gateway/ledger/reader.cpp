#include "ledger/reader.hpp"

#include <algorithm>

#include "ledger/delivery_rows.hpp"
#include "ledger/party.hpp"

namespace jembatan::ledger {
namespace {

using text_row = std::tuple<std::string>;
using number_row = std::tuple<integer>;

std::string select_deliveries(const char* rest) {
  return std::string("SELECT ") + delivery_columns + " FROM delivery d " + rest;
}

std::uint64_t* term_of(class_counts& c, std::string_view name) {
  if (name == "ingested") return &c.ingested;
  if (name == "recorded") return &c.recorded;
  if (name == "held") return &c.held;
  if (name == "ignored") return &c.ignored;
  if (name == "unmapped") return &c.unmapped;
  if (name == "duplicate") return &c.duplicate;
  if (name == "dead") return &c.dead;
  return name == "evaluating" ? &c.evaluating : nullptr;
}

std::vector<delivery> deliveries_from(const std::vector<delivery_tuple>& rows) {
  std::vector<delivery> all;
  for (const auto& row : rows) all.push_back(delivery_from(row).what);
  return all;
}

}  // namespace

reader::reader(const options& o) {
  dialect::open(session_, o.file, o.vfs, dialect::access::read);
}

result<std::shared_ptr<reader>> reader::open(const options& o) {
  return guarded("open for reading",
                 [&]() -> result<std::shared_ptr<reader>> { return std::shared_ptr<reader>(new reader(o)); });
}

result<integer> reader::position(const std::string& topic, integer part) {
  JB_TRY(const auto rows,
         ask<number_row>("position", "SELECT next FROM position WHERE topic=:topic AND part=:part", topic, part));
  return rows.empty() ? 0 : std::get<0>(rows.front());
}

result<std::map<std::string, class_counts>> reader::counts() {
  using row = std::tuple<std::string, std::string, integer>;
  JB_TRY(const auto rows, ask<row>("counts", "SELECT source,class,n FROM balance"));
  std::map<std::string, class_counts> all;
  for (const auto& [source, name, n] : rows) {
    if (auto* term = term_of(all[source], name)) *term = static_cast<std::uint64_t>(n);
  }
  return all;
}

result<integer> reader::dirty() {
  JB_TRY(const auto rows, ask<number_row>("dirty", "SELECT count(*) FROM dirty"));
  return std::get<0>(rows.front());
}

result<std::vector<std::string>> reader::records_json(const std::string& training, const std::string& person,
                                                      std::size_t limit, const std::string& after) {
  const integer any_training = training.empty(), any_person = person.empty();
  JB_TRY(const auto rows,
         ask<text_row>("records",
                       "SELECT json FROM record WHERE record_id>:after AND (:any_training=1 OR training=:training) "
                       "AND (:any_person=1 OR person=:person) ORDER BY record_id LIMIT :most",
                       after, any_training, training, any_person, person, static_cast<integer>(limit)));
  std::vector<std::string> all;
  for (const auto& [json] : rows) all.push_back(json);
  return all;
}

result<std::vector<std::string>> reader::lulus_json() {
  JB_TRY(const auto rows, ask<text_row>("hours",
                                        "SELECT json FROM record WHERE outcome='lulus' AND "
                                        "status<>'withdrawn' ORDER BY record_id"));
  std::vector<std::string> all;
  for (const auto& [json] : rows) all.push_back(json);
  return all;
}

result<std::vector<delivery>> reader::list_deliveries(const std::string& target, const std::string& state,
                                                      std::size_t limit) {
  const integer any_target = target.empty(), any_state = state.empty();
  JB_TRY(const auto rows,
         ask<delivery_tuple>("deliveries",
                             select_deliveries("WHERE (:any_target=1 OR d.target=:target) AND (:any_state=1 OR "
                                               "d.state=:state) ORDER BY d.changed_at,d.delivery_id LIMIT :most"),
                             any_target, target, any_state, state, static_cast<integer>(limit)));
  return deliveries_from(rows);
}

result<std::optional<delivery>> reader::find_delivery(const std::string& id) {
  JB_TRY(const auto rows, ask<delivery_tuple>("delivery", select_deliveries("WHERE d.delivery_id=:id"), id));
  if (rows.empty()) return std::optional<delivery>();
  return std::optional(delivery_from(rows.front()).what);
}

result<reader::table> reader::two_level(const char* doing, const std::string& text) {
  using row = std::tuple<std::string, std::string, integer>;
  JB_TRY(const auto rows, ask<row>(doing, text));
  table all;
  for (const auto& [outer, inner, n] : rows) all[outer][inner] = n;
  return all;
}

result<reader::table> reader::delivery_counts() {
  return two_level("delivery counts", "SELECT target,state,count(*) FROM delivery GROUP BY target,state");
}

result<reader::table> reader::record_counts() {
  return two_level("record counts", "SELECT status,outcome,count(*) FROM record GROUP BY status,outcome");
}

result<std::map<std::string, std::int64_t>> reader::held_counts() {
  using row = std::tuple<std::string, integer>;
  JB_TRY(const auto rows, ask<row>("held", "SELECT hold,sum(events) FROM party WHERE class='held' GROUP BY hold"));
  std::map<std::string, std::int64_t> all;
  for (const auto& [reason, n] : rows) all[reason] = n;
  return all;
}

std::string reader::digest_in_force(const std::string& register_name) {
  const auto rows = ask<text_row>("register", "SELECT digest FROM register WHERE name=:name", register_name);
  return rows.has_value() && !rows->empty() ? std::get<0>(rows->front()) : std::string();
}

result<target_state> reader::state_of(const std::string& target) {
  using row = std::tuple<integer, std::string, std::string, integer>;
  JB_TRY(const auto rows,
         ask<row>("target", "SELECT parked,reason,park_token,since FROM target WHERE target=:target", target));
  if (rows.empty()) return target_state{target, false, {}, {}, {}};
  const auto& [parked, reason, token, since] = rows.front();
  return target_state{target, parked != 0, reason, token, from_unix_ms(since)};
}

result<std::optional<time_point>> reader::next_due(const std::string& target) {
  JB_TRY(const auto rows,
         ask<number_row>("next due",
                         "SELECT coalesce(min(CASE WHEN d.state='sending' THEN d.lease_until ELSE d.next_at END),-1) "
                         "FROM delivery d JOIN record r ON r.record_id=d.record_id WHERE d.target=:target AND "
                         "(d.state='sending' OR (d.state IN ('due','unknown') AND r.status='final' AND "
                         "r.revision=d.wanted_revision))",
                         target));
  const auto next = std::get<0>(rows.front());
  return next < 0 ? std::optional<time_point>() : std::optional(from_unix_ms(next));
}

}  // namespace jembatan::ledger

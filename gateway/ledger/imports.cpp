#include "ledger/imports.hpp"

#include <set>

#include "ledger/timers.hpp"

namespace jembatan::ledger {
namespace {

auto fields(const training::person_row& r) {
  return std::tie(r.nip, r.jenis_nip, r.nama, r.email, r.kode_opd, r.nama_opd, r.kode_skpd, r.from, r.to);
}
auto fields(const training::account_row& r) {
  return std::tie(r.source, r.home_page, r.account, r.from, r.to);
}

template <class Row>
using by_person = std::map<std::string, std::vector<Row>>;

template <class Row>
by_person<Row> group(const std::vector<Row>& rows) {
  by_person<Row> all;
  for (const auto& r : rows) all[r.person_id].push_back(r);
  return all;
}

template <class Row>
bool same(const std::vector<Row>& a, const std::vector<Row>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Row& x, const Row& y) { return fields(x) == fields(y); });
}

// Who differs, with the rows before and after.
template <class Row>
struct difference {
  std::map<std::string, std::pair<std::vector<Row>, std::vector<Row>>> persons;
  import_report report;
};

template <class Row>
void compare_person(difference<Row>& d, const std::string& id, const std::vector<Row>& before,
                    const std::vector<Row>& after) {
  if (same(before, after)) return;
  d.persons[id] = {before, after};
  if (before.empty()) ++d.report.added;
  if (!before.empty() && !after.empty()) ++d.report.changed_rows;
  // Rows that are gone count, not only persons: an account less is a removal too.
  if (after.size() < before.size()) d.report.removed += static_cast<std::int64_t>(before.size() - after.size());
  d.report.diff.push_back((before.empty() ? "+" : after.empty() ? "-" : "~") + id);
}

template <class Row>
difference<Row> compare(const std::vector<Row>& before, const std::vector<Row>& after) {
  difference<Row> d;
  d.report.changed = true;
  const auto old_rows = group(before), new_rows = group(after);
  const std::vector<Row> none;
  for (const auto& [id, rows] : old_rows) {
    const auto found = new_rows.find(id);
    compare_person(d, id, rows, found == new_rows.end() ? none : found->second);
  }
  for (const auto& [id, rows] : new_rows) {
    if (!old_rows.contains(id)) compare_person(d, id, none, rows);
  }
  return d;
}

void mark_named(tables& t, const training::person_row& r) {
  for (const auto* value : {&r.email, &r.nip}) {
    if (!value->empty()) t.marks.identifier(identifier_hash(*value));
  }
}
void mark_named(tables& t, const training::account_row& r) {
  t.marks.identifier(identifier_hash(r.account));
}

void mark_person(tables& t, const in_force& registers, const std::string& person) {
  for (const auto& [key] : select_all<std::tuple<integer>>(
           t.session, "SELECT key FROM party WHERE person=:person AND person<>'' ORDER BY key", person)) {
    t.marks.party(key);
  }
  std::set<std::string> trainings;
  for (auto& id : t.records.trainings_of(person)) trainings.insert(std::move(id));
  for (const auto& id : registers.listing(person)) trainings.insert(id);
  for (const auto& id : trainings) t.marks.member(id, person);
}

void replace(tables& t, const std::string& person, const std::vector<training::person_row>& rows) {
  t.registers.replace_person(person, rows);
}
void replace(tables& t, const std::string& person, const std::vector<training::account_row>& rows) {
  t.registers.replace_accounts(person, rows);
}

result<void> check_removals(tables& t, const register_file& file, const import_report& report, std::int64_t allowed) {
  if (report.removed <= allowed || t.registers.digest_of(file.name).empty()) return {};
  return error(errc::invalid, file.name + ": " + std::to_string(report.removed) +
                                  " rows are missing that are in force: import with --allow-removals " +
                                  std::to_string(report.removed) + " if that is meant");
}

void come_into_force(tables& t, const register_file& file, const import_report& report, time_point now) {
  t.registers.put_in_force(file.name, file.digest, file.actor, now);
  t.feed.append({.act = file.name == "trainings" ? "catalogue.change" : "directory.import",
                 .actor = file.actor,
                 .src = file.name,
                 .ref = "cfg:" + file.name,
                 .count = static_cast<integer>(report.diff.size()),
                 .d = file.name == "trainings" ? file.digest : std::string()});
}

occasion import_occasion(core& c, const char* doing, time_point now, std::shared_ptr<const in_force>& next) {
  auto what = c.occasion_of(doing, "import", now);
  what.then = [&c, &next] {
    if (next) c.registers = std::move(next);
  };
  return what;
}

// People and accounts alike; `build` makes what is in force of the new rows.
template <class Row, class Build>
result<import_report> import_rows(core& c, const register_file& file, const std::vector<Row>& rows,
                                  std::int64_t allowed, time_point now,
                                  const std::vector<Row>& (training::directory::*in_directory)() const, Build build) {
  std::shared_ptr<const in_force> next;
  auto report = c.write->transact(import_occasion(c, "import", now, next), [&](tables& t) -> result<import_report> {
    if (t.registers.digest_of(file.name) == file.digest) return import_report();
    const auto d = compare((c.registers->people.*in_directory)(), rows);
    JB_CHECK(check_removals(t, file, d.report, allowed));
    for (const auto& [person, change] : d.persons) {
      replace(t, person, change.second);
      for (const auto& r : change.first) mark_named(t, r);
      for (const auto& r : change.second) mark_named(t, r);
      mark_person(t, *c.registers, person);
    }
    come_into_force(t, file, d.report, now);
    next = std::make_shared<const in_force>(build(), c.registers->trainings);
    return d.report;
  });
  if (report.has_value()) c.dirty();
  return report;
}

using catalogue = std::map<std::string, training::programme>;

import_report compare(const catalogue& before, const catalogue& after) {
  import_report report;
  report.changed = true;
  for (const auto& [id, rules] : before) {
    if (after.contains(id)) continue;
    ++report.removed;
    report.diff.push_back("-" + id);
  }
  for (const auto& [id, rules] : after) {
    const auto old = before.find(id);
    if (old == before.end()) {
      ++report.added;
      report.diff.push_back("+" + id);
    } else if (programme_to_json(old->second) != programme_to_json(rules)) {
      ++report.changed_rows;
      report.diff.push_back("~" + id);
    }
  }
  return report;
}

void put_training(tables& t, const std::string& id, const training::programme* before, const training::programme* after,
                  duration settle, time_point now) {
  if (after) {
    t.registers.store_training(*after, next_term_of(*after, t.registers.term_of(id), settle, now));
    mark_meetings(t, *after);
  } else {
    t.registers.erase_training(id);
  }
  if (before) mark_meetings(t, *before);
  mark_members(t, id, after);
  if (before) mark_members(t, id, before);
}

}  // namespace

result<import_report> import_people(core& c, const register_file& file, std::vector<training::person_row> rows,
                                    std::int64_t allowed, time_point now) {
  return import_rows(c, file, rows, allowed, now, &training::directory::rows,
                     [&] { return training::directory(rows, c.registers->people.accounts()); });
}

result<import_report> import_accounts(core& c, const register_file& file, std::vector<training::account_row> rows,
                                      std::int64_t allowed, time_point now) {
  return import_rows(c, file, rows, allowed, now, &training::directory::accounts,
                     [&] { return training::directory(c.registers->people.rows(), rows); });
}

result<import_report> import_trainings(core& c, const register_file& file, std::vector<training::programme> programmes,
                                       std::int64_t allowed, time_point now) {
  catalogue after;
  for (auto& p : programmes) {
    const auto id = p.id;
    if (!after.emplace(id, std::move(p)).second) return error(errc::invalid, "training " + id + " is declared twice");
  }
  std::shared_ptr<const in_force> next;
  auto report = c.write->transact(import_occasion(c, "import", now, next), [&](tables& t) -> result<import_report> {
    if (t.registers.digest_of(file.name) == file.digest) return import_report();
    const auto& before = c.registers->trainings;
    const auto difference = compare(before, after);
    JB_CHECK(check_removals(t, file, difference, allowed));
    for (const auto& line : difference.diff) {
      const auto id = line.substr(1);
      const auto old = before.find(id);
      const auto now_there = after.find(id);
      put_training(t, id, old == before.end() ? nullptr : &old->second,
                   now_there == after.end() ? nullptr : &now_there->second, c.settings.settle, now);
    }
    come_into_force(t, file, difference, now);
    next = std::make_shared<const in_force>(c.registers->people, after);
    return difference;
  });
  if (report.has_value()) c.dirty();
  return report;
}

}  // namespace jembatan::ledger

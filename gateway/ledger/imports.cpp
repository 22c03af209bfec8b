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

// What is in force while an import goes on: each register that is put builds on the one before.
using forming = std::shared_ptr<const in_force>;

// One transaction around `put(tables, forming)`; what it formed comes into force with the commit.
template <class Put>
auto import_in_transaction(core& c, time_point now, Put put)
    -> decltype(put(std::declval<tables&>(), std::declval<forming&>())) {
  forming next;
  auto what = c.occasion_of("import", "import", now);
  what.then = [&c, &next] { c.registers = std::move(next); };
  auto report = c.write->transact(what, [&](tables& t) {
    next = c.registers;
    return put(t, next);
  });
  if (report.has_value()) c.dirty();
  return report;
}

// People and accounts alike; `build` makes what is in force of the new rows.
template <class Row, class Build>
result<import_report> put_rows(tables& t, forming& current, const register_file& file, const std::vector<Row>& rows,
                               const import_terms& terms,
                               const std::vector<Row>& (training::directory::*in_directory)() const, Build build) {
  if (t.registers.digest_of(file.name) == file.digest) return import_report();
  const auto d = compare((current->people.*in_directory)(), rows);
  JB_CHECK(check_removals(t, file, d.report, terms.allow_removals));
  for (const auto& [person, change] : d.persons) {
    replace(t, person, change.second);
    for (const auto& r : change.first) mark_named(t, r);
    for (const auto& r : change.second) mark_named(t, r);
    mark_person(t, *current, person);
  }
  come_into_force(t, file, d.report, terms.now);
  current = std::make_shared<const in_force>(build(current->people), current->trainings);
  return d.report;
}

result<import_report> put_people(tables& t, forming& current, const register_file& file,
                                 const std::vector<training::person_row>& rows, const import_terms& terms) {
  return put_rows(t, current, file, rows, terms, &training::directory::rows,
                  [&](const training::directory& d) { return training::directory(rows, d.accounts()); });
}

result<import_report> put_accounts(tables& t, forming& current, const register_file& file,
                                   const std::vector<training::account_row>& rows, const import_terms& terms) {
  return put_rows(t, current, file, rows, terms, &training::directory::accounts,
                  [&](const training::directory& d) { return training::directory(d.rows(), rows); });
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

result<catalogue> by_id(std::vector<training::programme> programmes) {
  catalogue all;
  for (auto& p : programmes) {
    const auto id = p.id;
    if (!all.emplace(id, std::move(p)).second) return error(errc::invalid, "training " + id + " is declared twice");
  }
  return all;
}

result<import_report> put_trainings(tables& t, forming& current, const register_file& file, const catalogue& after,
                                    duration settle, const import_terms& terms) {
  if (t.registers.digest_of(file.name) == file.digest) return import_report();
  const auto& before = current->trainings;
  const auto difference = compare(before, after);
  JB_CHECK(check_removals(t, file, difference, terms.allow_removals));
  for (const auto& line : difference.diff) {
    const auto id = line.substr(1);
    const auto old = before.find(id);
    const auto now_there = after.find(id);
    put_training(t, id, old == before.end() ? nullptr : &old->second,
                 now_there == after.end() ? nullptr : &now_there->second, settle, terms.now);
  }
  come_into_force(t, file, difference, terms.now);
  current = std::make_shared<const in_force>(current->people, after);
  return difference;
}

}  // namespace

result<import_report> import_people(core& c, const register_file& file, const std::vector<training::person_row>& rows,
                                    const import_terms& terms) {
  return import_in_transaction(c, terms.now,
                               [&](tables& t, forming& current) { return put_people(t, current, file, rows, terms); });
}

result<import_report> import_accounts(core& c, const register_file& file,
                                      const std::vector<training::account_row>& rows, const import_terms& terms) {
  return import_in_transaction(
      c, terms.now, [&](tables& t, forming& current) { return put_accounts(t, current, file, rows, terms); });
}

result<import_report> import_trainings(core& c, const register_file& file, std::vector<training::programme> programmes,
                                       const import_terms& terms) {
  JB_TRY(const auto after, by_id(std::move(programmes)));
  return import_in_transaction(c, terms.now, [&](tables& t, forming& current) {
    return put_trainings(t, current, file, after, c.settings.settle, terms);
  });
}

result<import_reports> import_registers(core& c, register_set all, const import_terms& terms) {
  JB_TRY(const auto programmes,
         by_id(all.trainings ? std::move(all.trainings->rows) : decltype(all.trainings->rows){}));
  return import_in_transaction(c, terms.now, [&](tables& t, forming& current) -> result<import_reports> {
    import_reports reports;
    if (const auto& r = all.people) {
      JB_TRY(reports[r->file.name], put_people(t, current, r->file, r->rows, terms));
    }
    if (const auto& r = all.accounts) {
      JB_TRY(reports[r->file.name], put_accounts(t, current, r->file, r->rows, terms));
    }
    if (const auto& r = all.trainings) {
      JB_TRY(reports[r->file.name], put_trainings(t, current, r->file, programmes, c.settings.settle, terms));
    }
    return reports;
  });
}

}  // namespace jembatan::ledger

#include "ledger/imports.hpp"

#include <set>

#include "ledger/import_steps.hpp"

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
  t.marks.assigned_to(person);
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
  if (terms.compare_only) return d.report;
  JB_CHECK(check_removals(t, file, d.report, terms.allow_removals));
  for (const auto& [person, change] : d.persons) {
    replace(t, person, change.second);
    for (const auto& r : change.first) mark_named(t, r);
    for (const auto& r : change.second) mark_named(t, r);
    mark_person(t, *current, person);
  }
  come_into_force(t, file, d.report, terms.now);
  current = std::make_shared<const in_force>(build(current->people), current->trainings, current->certified);
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
    if (const auto& r = all.certificates) {
      JB_TRY(reports[r->file.name], put_certificates(t, current, r->file, r->rows, terms));
    }
    return reports;
  });
}

}  // namespace jembatan::ledger

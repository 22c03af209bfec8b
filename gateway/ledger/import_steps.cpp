// The catalogue and the certificates; imports.cpp has people and accounts.
#include "ledger/import_steps.hpp"

#include "ledger/timers.hpp"

namespace jembatan::ledger {
namespace {

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

struct certificate_changes {
  std::vector<std::pair<std::string, std::string>> keys;
  import_report report;
};

certificate_changes compare(const in_force::certificates& before, const in_force::certificates& after) {
  certificate_changes all;
  all.report.changed = true;
  const auto note = [&](const auto& key, char sign) {
    all.keys.push_back(key);
    all.report.diff.push_back(sign + key.first + "/" + key.second);
  };
  for (const auto& [key, row] : before) {
    if (after.contains(key)) continue;
    ++all.report.removed;
    note(key, '-');
  }
  for (const auto& [key, row] : after) {
    const auto old = before.find(key);
    if (old != before.end() && old->second == row) continue;
    ++(old == before.end() ? all.report.added : all.report.changed_rows);
    note(key, old == before.end() ? '+' : '~');
  }
  return all;
}

void put_training(tables& t, const std::string& id, const training::programme* before, const training::programme* after,
                  duration settle, time_point now) {
  if (after) {
    t.registers.store_training(*after, next_term_of(*after, t.registers.term_of(id), settle, now));
    mark_parties(t, *after);
  } else {
    t.registers.erase_training(id);
  }
  if (before) mark_parties(t, *before);
  mark_members(t, id, after);
  if (before) mark_members(t, id, before);
}

}  // namespace

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
  if (terms.compare_only) return difference;
  JB_CHECK(check_removals(t, file, difference, terms.allow_removals));
  for (const auto& line : difference.diff) {
    const auto id = line.substr(1);
    const auto old = before.find(id);
    const auto now_there = after.find(id);
    put_training(t, id, old == before.end() ? nullptr : &old->second,
                 now_there == after.end() ? nullptr : &now_there->second, settle, terms.now);
  }
  come_into_force(t, file, difference, terms.now);
  current = std::make_shared<const in_force>(current->people, after, current->certified);
  return difference;
}

result<import_report> put_certificates(tables& t, forming& current, const register_file& file,
                                       const std::vector<training::certificate_row>& rows, const import_terms& terms) {
  if (t.registers.digest_of(file.name) == file.digest) return import_report();
  in_force::certificates after;
  for (const auto& r : rows) after[{r.training, r.person_id}] = r;
  const auto changes = compare(current->certified, after);
  if (terms.compare_only) return changes.report;
  JB_CHECK(check_removals(t, file, changes.report, terms.allow_removals));
  for (const auto& key : changes.keys) {
    const auto row = after.find(key);
    if (row == after.end())
      t.registers.erase_certificate(key.first, key.second);
    else
      t.registers.store_certificate(row->second);
    t.marks.member(key.first, key.second);
  }
  come_into_force(t, file, changes.report, terms.now);
  current = std::make_shared<const in_force>(current->people, current->trainings, std::move(after));
  return changes.report;
}

}  // namespace jembatan::ledger

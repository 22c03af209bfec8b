#include "app/register_import.hpp"

#include <utility>

namespace jembatan::app {
namespace {

std::vector<std::string> lines(const config::diagnostics& problems) {
  std::vector<std::string> texts;
  for (const auto& p : problems) texts.push_back(p.message());
  return texts;
}

std::set<std::string> sources_of(const settings& s, std::string_view type) {
  std::set<std::string> ids;
  for (const auto& [id, source] : s.sources)
    if (type.empty() || source.type == type) ids.insert(id);
  return ids;
}

// Puts one register into force, unless its file is the one that is in force already.
class importer {
 public:
  importer(register_outcome& outcome, std::string actor) : outcome_(outcome), actor_(std::move(actor)) {}

  template <class Import>
  void put(const std::string& name, const std::string& digest, Import import) {
    if (digest.empty() || !outcome_.problems.empty()) return;
    auto report = import(ledger::register_file{name, digest, actor_});
    if (report.has_error())
      outcome_.problems.push_back(name + ": " + report.error().context);
    else
      outcome_.reports.emplace(name, std::move(*report));
  }

 private:
  register_outcome& outcome_;
  std::string actor_;
};

}  // namespace

registers::loaded_registers read_configured_registers(const settings& s, time_point now) {
  const registers::register_context context{date_in_zone(now, std::chrono::hours{7}), sources_of(s, ""),
                                            sources_of(s, "zoom")};
  return registers::read_registers({s.people, s.accounts, s.trainings}, context);
}

register_outcome import_registers(const settings& s, ledger::ledger& ledger, time_point now, const std::string& actor,
                                  std::int64_t allow_removals) {
  auto files = read_configured_registers(s, now);
  register_outcome outcome;
  outcome.problems = lines(files.problems);
  outcome.warnings = lines(files.warnings);
  importer in(outcome, actor);
  in.put("people", files.people.digest, [&](const ledger::register_file& f) {
    return ledger.import_people(f, std::move(files.people.rows), allow_removals);
  });
  in.put("accounts", files.accounts.digest, [&](const ledger::register_file& f) {
    return ledger.import_accounts(f, std::move(files.accounts.rows), allow_removals);
  });
  in.put("trainings", files.trainings.digest, [&](const ledger::register_file& f) {
    return ledger.import_trainings(f, std::move(files.trainings.programmes), allow_removals);
  });
  return outcome;
}

}  // namespace jembatan::app

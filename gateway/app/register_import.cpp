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

// Nothing where the file is not configured.
template <class Row>
std::optional<ledger::register_content<Row>> content(const char* name, const std::string& digest,
                                                     const std::string& actor, std::vector<Row> rows) {
  if (digest.empty()) return std::nullopt;
  return ledger::register_content<Row>{{name, digest, actor}, std::move(rows)};
}

ledger::register_set contents(registers::loaded_registers files, const std::string& actor) {
  return {content("people", files.people.digest, actor, std::move(files.people.rows)),
          content("accounts", files.accounts.digest, actor, std::move(files.accounts.rows)),
          content("trainings", files.trainings.digest, actor, std::move(files.trainings.programmes)),
          content("certificates", files.certificates.digest, actor, std::move(files.certificates.rows))};
}

// False where that register is not there.
bool keep_only(ledger::register_set& all, const std::string& name) {
  if (name != "people") all.people.reset();
  if (name != "accounts") all.accounts.reset();
  if (name != "trainings") all.trainings.reset();
  if (name != "certificates") all.certificates.reset();
  return all.people || all.accounts || all.trainings || all.certificates;
}

}  // namespace

registers::loaded_registers read_configured_registers(const settings& s, time_point now) {
  const registers::register_context context{date_in_zone(now, std::chrono::hours{7}), sources_of(s, ""),
                                            sources_of(s, "zoom")};
  return registers::read_registers({s.people, s.accounts, s.trainings, s.certificates}, context);
}

register_outcome import_registers(registers::loaded_registers files, ledger::ledger& ledger, const std::string& actor,
                                  const import_wish& wish) {
  register_outcome outcome;
  outcome.problems = lines(files.problems);
  outcome.warnings = lines(files.warnings);
  if (!outcome.problems.empty()) return outcome;
  auto all = contents(std::move(files), actor);
  if (!wish.only.empty() && !keep_only(all, wish.only)) {
    outcome.problems.push_back("no file of " + wish.only +
                               " is configured: name it in gateway.yaml (people.directory, people.accounts, "
                               "trainings, certificates)");
    return outcome;
  }
  auto reports = wish.compare_only ? ledger.compare_registers(std::move(all))
                                   : ledger.import_registers(std::move(all), wish.allow_removals);
  if (reports.has_error())
    outcome.problems.push_back(reports.error().message());
  else
    outcome.reports = std::move(*reports);
  return outcome;
}

}  // namespace jembatan::app

#include "registers/registers.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/file.hpp"
#include "registers/csv.hpp"

namespace jembatan::registers {
namespace {

// A file's rows by its parser, or the diagnostic that it cannot be read.
template <class Register, class Parse>
Register read_csv(const std::filesystem::path& file, Parse parse) {
  if (file.empty()) return {};
  const auto bytes = read_file(file, csv_limits{}.file_bytes);
  if (bytes.has_value()) return parse(*bytes);
  Register unread;
  unread.problems.push_back(
      {file.string(), 0, {}, bytes.error().message() + ": write the register there, or mend the path"});
  return unread;
}

// Accounts that can never decide anything, most likely for a slip of the pen: counted, since a register has many rows.
config::diagnostics dangling_accounts(const loaded_registers& all, const register_context& context,
                                      const std::string& file) {
  std::unordered_set<std::string_view> people;
  for (const auto& row : all.people.rows) people.insert(row.person_id);
  std::size_t nobody = 0, nowhere = 0;
  for (const auto& row : all.accounts.rows) {
    nobody += people.contains(row.person_id) ? 0 : 1;
    nowhere += !context.sources || context.sources->contains(row.source) ? 0 : 1;
  }
  config::diagnostics found;
  if (nobody > 0)
    found.push_back({file, 0, "person_id", std::to_string(nobody) + " rows name nobody in the register of people"});
  if (nowhere > 0)
    found.push_back({file, 0, "source", std::to_string(nowhere) + " rows name no source of gateway.yaml"});
  return found;
}

// Certificates of trainings or people that are not there: they wait for them.
config::diagnostics dangling_certificates(const loaded_registers& all, const std::string& file) {
  std::unordered_set<std::string_view> people, trainings;
  for (const auto& row : all.people.rows) people.insert(row.person_id);
  for (const auto& p : all.trainings.programmes) trainings.insert(p.id);
  std::size_t nobody = 0, nothing = 0;
  for (const auto& row : all.certificates.rows) {
    nobody += people.contains(row.person_id) ? 0 : 1;
    nothing += trainings.contains(row.training) ? 0 : 1;
  }
  config::diagnostics found;
  if (nobody > 0)
    found.push_back({file, 0, "person_id", std::to_string(nobody) + " rows name nobody in the register of people"});
  if (nothing > 0)
    found.push_back({file, 0, "training", std::to_string(nothing) + " rows name no training of the catalogue"});
  return found;
}

// Every source that is not Zoom's is a learning system.
known_sources known_from(const register_context& context) {
  known_sources known{context.zoom_sources, context.sources};
  if (known.learning && known.zoom)
    for (const auto& id : *known.zoom) known.learning->erase(id);
  return known;
}

}  // namespace

loaded_registers read_registers(const register_paths& paths, const register_context& context) {
  loaded_registers all;
  all.people = read_csv<people_register>(
      paths.people, [&](std::string_view csv) { return parse_people(csv, paths.people.string(), context.today); });
  all.accounts = read_csv<accounts_register>(
      paths.accounts, [&](std::string_view csv) { return parse_accounts(csv, paths.accounts.string()); });
  if (!paths.trainings.empty()) all.trainings = read_catalogue(paths.trainings, known_from(context));
  all.certificates = read_csv<certificates_register>(
      paths.certificates, [&](std::string_view csv) { return parse_certificates(csv, paths.certificates.string()); });
  config::append(all.problems, std::exchange(all.people.problems, {}));
  config::append(all.problems, std::exchange(all.accounts.problems, {}));
  config::append(all.problems, std::exchange(all.trainings.problems, {}));
  config::append(all.problems, std::exchange(all.certificates.problems, {}));
  if (!all.problems.empty()) return all;
  config::append(all.warnings, std::exchange(all.people.warnings, {}));
  config::append(all.warnings, std::exchange(all.accounts.warnings, {}));
  config::append(all.warnings, dangling_accounts(all, context, paths.accounts.string()));
  config::append(all.warnings, unknown_people(all.trainings, all.people.rows));
  config::append(all.warnings, std::exchange(all.certificates.warnings, {}));
  config::append(all.warnings, dangling_certificates(all, paths.certificates));
  config::append(all.warnings, overlaps(all.trainings.programmes));
  return all;
}

}  // namespace jembatan::registers

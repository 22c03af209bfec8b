#include "registers/catalogue.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "base/file.hpp"
#include "config/document.hpp"
#include "crypto/sha256.hpp"

namespace jembatan::registers {
namespace {

constexpr std::size_t most_participants_bytes = 4 * MiB;

// The folder's trainings in the order of their names, so that the digest does not depend on the file system.
std::vector<std::filesystem::path> list_trainings(const std::filesystem::path& folder, config::diagnostics& problems) {
  std::vector<std::filesystem::path> files;
  std::error_code failed;
  for (std::filesystem::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    const auto& file = it->path();
    if (file.filename().string().starts_with('.')) continue;
    if (file.extension() == ".yml")
      problems.push_back({file.string(), 0, {}, "is left out: name it " + file.stem().string() + ".yaml"});
    if (file.extension() == ".yaml") files.push_back(file);
    if (files.size() > most_trainings) {
      problems.push_back({folder.string(), 0, {}, "more than " + std::to_string(most_trainings) + " trainings"});
      return {};
    }
  }
  if (failed)
    problems.push_back(
        {folder.string(), 0, {}, "cannot be read (" + failed.message() + "): create the folder, or mend `trainings`"});
  std::sort(files.begin(), files.end());
  return files;
}

void frame(crypto::sha256_hasher& hasher, const std::string& name, std::string_view bytes) {
  hasher.update_framed(name);
  hasher.update_framed(bytes);
}

}  // namespace

catalogue read_catalogue(const std::filesystem::path& folder, const known_sources& sources) {
  catalogue all;
  crypto::sha256_hasher hasher;
  for (const auto& file : list_trainings(folder, all.problems)) {
    const auto bytes = read_file(file, config::document_bytes);
    if (bytes.has_error()) {
      all.problems.push_back({file.string(), 0, {}, bytes.error().message()});
      continue;
    }
    const auto read = [](const std::filesystem::path& f) { return read_file(f, most_participants_bytes); };
    auto training = parse_training(*bytes, {file, sources, read});
    frame(hasher, file.filename().string(), *bytes);
    frame(hasher, "participants", training.participants_bytes);
    config::append(all.problems, std::move(training.problems));
    all.programmes.push_back(std::move(training.programme));
    all.people.insert(all.people.end(), std::make_move_iterator(training.people.begin()),
                      std::make_move_iterator(training.people.end()));
  }
  all.digest = to_hex(hasher.finish());
  return all;
}

config::diagnostics overlaps(const std::vector<training::programme>& programmes) {
  using meeting = std::pair<std::string, std::string>;
  using claim = std::pair<training::window, std::string>;  // and who claims it: training/session
  std::map<meeting, std::vector<claim>> claims;
  for (const auto& p : programmes)
    for (const auto& s : p.sessions) claims[{s.source, s.meeting_id}].push_back({s.when, p.id + "/" + s.id});
  config::diagnostics found;
  for (auto& [where, windows] : claims) {
    std::sort(windows.begin(), windows.end());
    for (auto one = windows.begin(); one != windows.end(); ++one)
      for (auto other = one + 1; other != windows.end() && other->first.from < one->first.to; ++other)
        found.push_back({"", 0, other->second,
                         "its window overlaps with that of " + one->second + " for meeting " + where.second + " of " +
                             where.first + ": the time counts in both"});
  }
  config::settle(found);
  return found;
}

config::diagnostics unknown_people(const catalogue& all, const std::vector<training::person_row>& rows) {
  std::unordered_set<std::string_view> known;
  for (const auto& r : rows) known.insert(r.person_id);
  std::map<std::string, std::pair<int, std::size_t>> files;  // first line, how many
  for (const auto& person : all.people) {
    if (known.contains(person.person_id)) continue;
    auto& [line, count] = files.try_emplace(person.file, person.line, 0).first->second;
    line = std::min(line, person.line);
    ++count;
  }
  config::diagnostics found;
  for (const auto& [file, missing] : files)
    found.push_back({file,
                     missing.first,
                     {},
                     std::to_string(missing.second) +
                         " of its people are not in the register of people, the first one in this "
                         "line: they get no record until it has them"});
  return found;
}

}  // namespace jembatan::registers

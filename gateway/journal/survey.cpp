#include "journal/survey.hpp"

#include <algorithm>
#include <charconv>

#include "base/log.hpp"
#include "journal/damage.hpp"
#include "journal/segment_view.hpp"

namespace jembatan::journal {
namespace {

// SQLite's own check reads the whole file: allowed only where that takes no time worth naming.
constexpr std::uint64_t check_whole_up_to = 16 * MiB;

constexpr std::string_view prefix = "segment-";

// segment-00000001.db, and with `suffix` also segment-00000001.db-wal.
std::optional<std::uint64_t> number_in(std::string_view name, std::string_view suffix) {
  if (!name.starts_with(prefix) || !name.ends_with(suffix)) return {};
  const auto digits = name.substr(prefix.size(), name.size() - prefix.size() - suffix.size());
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failed != std::errc{} || end != digits.data() + digits.size() || digits.size() < 8) return {};
  return number;
}

struct inspected {
  segment_header header;
  std::uint64_t last = 0;
};

result<inspected> inspect(const options& o, std::uint64_t number, const std::string& epoch, bool newest) {
  const auto file = segment_path(o.directory, number);
  JB_TRY(auto view, segment_view::open(file, newest, o));
  const auto bytes = o.files->size(file);
  if (newest && bytes.has_value() && *bytes <= check_whole_up_to) JB_CHECK(view.quick_check());
  inspected seen;
  JB_TRY(seen.header, view.header());
  if (seen.header.number != number)
    return damaged(file, "it says that it is segment " + std::to_string(seen.header.number));
  if (seen.header.epoch != epoch)
    return damaged(file, "it belongs to another journal: its epoch is " + seen.header.epoch + ", not " + epoch);
  JB_TRY(seen.last, view.last());
  if (seen.header.first != 0 && seen.last < seen.header.first) return damaged(file, "it was begun and has no rows");
  return seen;
}

result<inspected> inspect_explained(const options& o, std::uint64_t number, const std::string& epoch, bool newest) {
  auto seen = inspect(o, number, epoch, newest);
  if (seen.has_error()) return explain_damage(std::move(seen).error(), segment_path(o.directory, number));
  return seen;
}

result<void> expect_every_file(const options& o, const std::vector<std::uint64_t>& numbers, std::uint64_t newest) {
  const auto missing = [&](std::uint64_t n) { return damaged(segment_path(o.directory, n), "it is missing"); };
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    if (numbers[i] != numbers[i - 1] + 1) return missing(numbers[i - 1] + 1);
  }
  if (newest != 0 && (numbers.empty() || numbers.back() < newest)) return missing(newest);
  return {};
}

// A crash between making a segment and registering it leaves a file without rows.
result<void> drop_unregistered(const options& o, std::vector<std::uint64_t>& numbers, const cursor_state& cursor) {
  while (!numbers.empty() && numbers.back() > cursor.newest_segment) {
    const auto file = segment_path(o.directory, numbers.back());
    auto seen = inspect(o, numbers.back(), cursor.epoch, true);
    if (numbers.back() != cursor.newest_segment + 1 || (seen.has_value() && seen->header.first != 0))
      return damaged(o.directory / "cursor.db", "it does not know " + file.filename().string());
    log::info("journal", "segment without rows removed", {{"segment", numbers.back()}});
    JB_CHECK(remove_segment(*o.files, file));
    numbers.pop_back();
  }
  return {};
}

// Retention removes a segment first and its WAL after it: a crash between the two leaves the WAL.
void drop_orphans(const options& o, std::uint64_t oldest) {
  const auto names = o.files->list(o.directory);
  if (names.has_error()) return;
  for (const auto& name : *names) {
    auto number = number_in(name, ".db-wal");
    if (!number) number = number_in(name, ".db-shm");
    if (number && *number < oldest) static_cast<void>(o.files->remove(o.directory / name));
  }
}

// Closes `before` at the sequence where `next` begins: what lies past it never counted.
result<void> join(const options& o, segment_range& before, const segment_range& next) {
  const auto file = segment_path(o.directory, before.number);
  if (next.first < before.first) return damaged(segment_path(o.directory, next.number), "its sequences begin too low");
  if (before.last + 1 < next.first)
    return damaged(file, "rows " + std::to_string(before.last + 1) + " to " + std::to_string(next.first - 1) +
                             " are missing at its end");
  before.last = next.first - 1;
  return {};
}

result<void> check_against_cursor(const options& o, const survey& s, const cursor_state& cursor) {
  const auto first = std::find_if(s.segments.begin(), s.segments.end(), [](const auto& r) { return r.first != 0; });
  if (first != s.segments.end() && first->first > cursor.sequence + 1)
    return damaged(segment_path(o.directory, s.segments.front().number - 1),
                   "it is missing, and the cursor has not passed it");
  if (cursor.sequence > s.last)
    return damaged(o.directory / "cursor.db", "it stands at sequence " + std::to_string(cursor.sequence) +
                                                  ", past the last row " + std::to_string(s.last));
  return {};
}

}  // namespace

result<std::vector<std::uint64_t>> list_segments(const options& o) {
  JB_TRY(const auto names, o.files->list(o.directory));
  std::vector<std::uint64_t> numbers;
  for (const auto& name : names) {
    if (const auto number = number_in(name, ".db")) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

result<survey> survey_segments(const options& o, const cursor_state& cursor) {
  JB_TRY(auto numbers, list_segments(o));
  JB_CHECK(expect_every_file(o, numbers, cursor.newest_segment));
  JB_CHECK(drop_unregistered(o, numbers, cursor));
  if (!numbers.empty()) drop_orphans(o, numbers.front());
  survey found;
  std::optional<std::size_t> newest_begun;
  for (const auto number : numbers) {
    // The last file may be a spare: the newest one with rows stands before it.
    JB_TRY(const auto seen, inspect_explained(o, number, cursor.epoch, number + 1 >= numbers.back()));
    const segment_range range{number, seen.header.first, seen.header.first == 0 ? 0 : seen.last, seen.header.begun_at,
                              cursor.begun_of(number)};
    if (range.first != 0) {
      if (newest_begun) JB_CHECK(join(o, found.segments[*newest_begun], range));
      newest_begun = found.segments.size();
      found.last = range.last;
    }
    found.segments.push_back(range);
  }
  if (!found.segments.empty() && found.segments.back().first == 0) found.spare = found.segments.back().number;
  if (found.spare) found.segments.pop_back();
  JB_CHECK(check_against_cursor(o, found, cursor));
  return found;
}

}  // namespace jembatan::journal

#include "registers/table.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "registers/csv.hpp"

namespace jembatan::registers {
namespace {

std::string trimmed(const std::string& cell) {
  constexpr auto blank = " \t";
  const auto first = cell.find_first_not_of(blank);
  return first == std::string::npos ? std::string() : cell.substr(first, cell.find_last_not_of(blank) - first + 1);
}

std::string join(const std::vector<std::string_view>& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : ",") + std::string(w);
  return out;
}

// Where in a row of the file each wanted column stands; nothing when the header is not the right one.
std::optional<std::vector<std::size_t>> match_header(const std::vector<std::string>& header, int line,
                                                     const std::vector<std::string_view>& columns,
                                                     problem_list& problems) {
  if (header.size() == 1 && header[0].find(';') != std::string::npos) {
    problems.add(line, {}, "the columns are separated by ';': save the file with commas");
    return std::nullopt;
  }
  std::vector<std::size_t> places(columns.size(), header.size());
  bool good = true;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto name = trimmed(header[i]);
    const auto wanted = static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin());
    const bool known = wanted < columns.size();
    if (known && places[wanted] == header.size()) {
      places[wanted] = i;
      continue;
    }
    good = false;
    if (known)
      problems.add(line, name, "the column stands twice in the header: remove one");
    else
      problems.add(line, {},
                   "column " + std::to_string(i + 1) + " has no known name: the header must be " + join(columns));
  }
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (places[c] != header.size()) continue;
    good = false;
    problems.add(line, columns[c], "the column is missing: the header must be " + join(columns));
  }
  return good ? std::optional(places) : std::nullopt;
}

}  // namespace

void problem_list::add(int line, std::string_view column, std::string text) {
  if (++count_ <= config::most_diagnostics) kept_.push_back({file_, line, std::string(column), std::move(text)});
}

config::diagnostics problem_list::take() {
  config::settle(kept_);
  if (count_ > kept_.size())
    kept_.push_back(
        {file_, 0, {}, "and " + std::to_string(count_ - kept_.size()) + " more: mend those above and check again"});
  return std::move(kept_);
}

void read_table(std::string_view csv, const std::vector<std::string_view>& columns, problem_list& problems,
                const std::function<void(const table_row&)>& visit) {
  csv_reader reader(csv);
  std::vector<std::string> fields;
  if (!reader.next(fields)) {
    if (reader.error()) return problems.add(reader.error()->line, {}, reader.error()->text);
    return problems.add(1, {}, "the file is empty: write at least the header " + join(columns));
  }
  const auto places = match_header(fields, reader.line(), columns, problems);
  if (!places) return;
  std::vector<std::string> cells(columns.size());
  while (reader.next(fields)) {
    if (fields.size() == 1 && trimmed(fields[0]).empty()) {
      problems.add(reader.line(), {}, "the line is empty: remove it");
    } else if (fields.size() != columns.size()) {
      problems.add(reader.line(), {},
                   "has " + std::to_string(fields.size()) + " fields instead of " + std::to_string(columns.size()) +
                       ": is a comma missing, or not in quotes?");
    } else {
      for (std::size_t c = 0; c < columns.size(); ++c) cells[c] = trimmed(fields[(*places)[c]]);
      visit({reader.line(), cells});
    }
  }
  if (reader.error()) problems.add(reader.error()->line, {}, reader.error()->text);
}

}  // namespace jembatan::registers

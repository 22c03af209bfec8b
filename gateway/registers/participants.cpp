#include "registers/participants.hpp"

#include <unordered_map>
#include <utility>

#include "config/utf8.hpp"
#include "registers/people.hpp"
#include "registers/table.hpp"

namespace jembatan::registers {
namespace {

// What stands before a comment, without the white space around it.
std::string_view content(std::string_view line) {
  constexpr auto blank = " \t\r";
  line = line.substr(0, line.find('#'));
  const auto first = line.find_first_not_of(blank);
  return first == std::string_view::npos ? std::string_view()
                                         : line.substr(first, line.find_last_not_of(blank) - first + 1);
}

}  // namespace

participant_list parse_participants(std::string_view text, const std::string& file) {
  problem_list problems(file);
  participant_list list;
  text = config::without_bom(text);
  if (const auto bad = config::first_bad_byte(text)) {
    problems.add(config::line_at(text, *bad), {}, "not UTF-8 text: save the file as UTF-8 without control characters");
    text = {};
  }
  std::unordered_map<std::string_view, int> seen;
  for (int line = 1; !text.empty(); ++line) {
    const auto end = text.find('\n');
    const auto id = content(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (id.empty()) continue;
    const auto [first, fresh] = seen.emplace(id, line);
    if (!is_person_id(id))
      problems.add(line, {}, "is no person_id: write one a line, letters, digits, '.', '_' or '-'");
    else if (!fresh)
      problems.add(line, {}, "the same person as in line " + std::to_string(first->second) + ": remove one");
    else
      list.people.push_back({std::string(id), file, line});
  }
  list.problems = problems.take();
  return list;
}

}  // namespace jembatan::registers

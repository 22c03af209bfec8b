#include "registers/people.hpp"

#include <algorithm>
#include <utility>

#include "crypto/sha256.hpp"
#include "registers/table.hpp"
#include "registers/validity.hpp"
#include "training/nip.hpp"

namespace jembatan::registers {
namespace {

using training::person_row;

const std::vector<std::string_view> columns{"person_id", "nip",      "jenis_nip", "nama",         "email",
                                            "kode_opd",  "nama_opd", "kode_skpd", "berlaku_dari", "berlaku_sampai"};

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string lower(std::string s) {
  for (auto& c : s)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return s;
}

// The shape only: one '@' between a name and a domain with a dot (RFC 5321 4.5.3.1 has the lengths).
bool is_email(std::string_view s) {
  const auto at = s.find('@');
  if (s.size() > 254 || at == std::string_view::npos || at == 0 || at > 64) return false;
  const auto domain = s.substr(at + 1);
  const auto dot = domain.find('.');
  return dot != std::string_view::npos && dot != 0 && !domain.ends_with('.') &&
         domain.find("..") == std::string_view::npos &&
         s.find_first_of(" \t\r\n,;<>\"()[]\\") == std::string_view::npos && domain.find('@') == std::string_view::npos;
}

void check_number(const person_row& row, int line, date today, problem_list& problems) {
  std::optional<std::string> wrong;
  if (row.jenis_nip == "nip")
    wrong = training::check_nip(row.nip, today);
  else if (row.jenis_nip == "nippppk")
    wrong = training::check_nippppk(row.nip, today);
  else
    problems.add(line, "jenis_nip", "must be nip or nippppk");
  if (wrong) problems.add(line, "nip", *wrong);
}

person_row read_row(const table_row& from, date today, problem_list& problems) {
  const auto& c = from.cells;
  person_row row{c[0], c[1], c[2], c[3], lower(c[4]), c[5], c[6], c[7], {}, {}};
  std::erase(row.nip, ' ');  // printed in groups on many documents (facts/targets.md 4.3)
  if (!is_person_id(row.person_id))
    problems.add(from.line, "person_id", "must be letters, digits, '.', '_' or '-', 1 to 64 of them");
  check_number(row, from.line, today, problems);
  if (row.nama.empty()) problems.add(from.line, "nama", "is empty: write the name");
  if (!row.email.empty() && !is_email(row.email)) problems.add(from.line, "email", "is no e-mail address");
  if (row.kode_opd.empty()) problems.add(from.line, "kode_opd", "is empty: write the code of the agency");
  const auto valid = read_validity(c[8], c[9], from.line, problems);
  row.from = valid.from;
  row.to = valid.to;
  return row;
}

bool same(const person_row& a, const person_row& b) {
  const auto all = [](const person_row& r) {
    return std::tie(r.person_id, r.nip, r.jenis_nip, r.nama, r.email, r.kode_opd, r.nama_opd, r.kode_skpd, r.from,
                    r.to);
  };
  return all(a) == all(b);
}

// What was read, with the line of each row.
struct lined_rows {
  std::vector<person_row> rows;
  std::vector<int> lines;

  const person_row& at_line(int line) const {
    return rows[static_cast<std::size_t>(std::lower_bound(lines.begin(), lines.end(), line) - lines.begin())];
  }
  // Each row's claim on what `key` makes of it; rows without a key claim nothing.
  template <class Key>
  std::vector<claim> claims(Key key) const {
    std::vector<claim> out;
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (!key(rows[i]).empty()) out.push_back({key(rows[i]), rows[i].person_id, {rows[i].from, rows[i].to}, lines[i]});
    return out;
  }
};

void check_overlaps(const lined_rows& all, problem_list& problems) {
  for (const auto& [first, second] : clashes(all.claims([](const person_row& r) { return r.person_id; }))) {
    const auto [upper, lower] = std::minmax(first.line, second.line);
    const auto where = "line " + std::to_string(upper);
    if (same(all.at_line(upper), all.at_line(lower)))
      problems.add(lower, {}, "is the same row as " + where + ": remove one");
    else
      problems.add(lower, "berlaku_dari",
                   "the person's validity overlaps with that of " + where + ": end one before the other begins");
  }
}

template <class Key>
void warn_shared(const lined_rows& all, std::string_view column, Key key, problem_list& warnings) {
  for (const auto& [first, second] : clashes(all.claims(key)))
    if (first.owner != second.owner)
      warnings.add(second.line, column,
                   "is valid for another person at the same time (line " + std::to_string(first.line) +
                       "): it decides nothing (SEMANTICS.md 3.1)");
}

}  // namespace

bool is_person_id(std::string_view s) {
  return !s.empty() && s.size() <= 64 &&
         std::all_of(s.begin(), s.end(), [](char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

people_register parse_people(std::string_view csv, const std::string& file, date today) {
  problem_list problems(file), warnings(file);
  lined_rows all;
  read_table(csv, columns, problems, [&](const table_row& row) {
    all.rows.push_back(read_row(row, today, problems));
    all.lines.push_back(row.line);
  });
  check_overlaps(all, problems);
  warn_shared(
      all, "nip", [](const person_row& r) { return r.nip; }, warnings);
  warn_shared(
      all, "email", [](const person_row& r) { return r.email; }, warnings);
  return {std::move(all.rows), to_hex(crypto::sha256(csv)), problems.take(), warnings.take()};
}

}  // namespace jembatan::registers

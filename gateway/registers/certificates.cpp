#include "registers/certificates.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "crypto/sha256.hpp"
#include "registers/learning_rules.hpp"
#include "registers/people.hpp"
#include "registers/table.hpp"

namespace jembatan::registers {
namespace {

using training::certificate_row;

const std::vector<std::string_view> columns{"training", "person_id", "number", "date", "link", "pdf_path", "sha256"};

std::string lower(std::string hex) {
  for (auto& c : hex)
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  return hex;
}

certificate_row read_row(const table_row& from, problem_list& problems) {
  const auto& c = from.cells;
  const auto wrong = [&](std::string_view column, std::string text) {
    problems.add(from.line, column, std::move(text));
  };
  certificate_row row{c[0], c[1], c[2], {}, c[4], c[5], lower(c[6])};
  if (!is_short_name(row.training)) wrong("training", "is no id of a training: write the name of its file");
  if (!is_person_id(row.person_id)) wrong("person_id", "must be letters, digits, '.', '_' or '-', 1 to 64 of them");
  if (row.number.empty()) wrong("number", "is empty: write the certificate's number");
  const auto day = parse_date(c[3]);
  if (!day) wrong("date", "is no date: write year-month-day, like 2026-03-16");
  row.issued = day.value_or(date());
  if (!row.link.empty() && !row.link.starts_with("https://") && !row.link.starts_with("http://"))
    wrong("link", "is no web address: write https://..., or leave it empty");
  if (!row.sha256.empty() && !digest_from_hex(row.sha256))
    wrong("sha256", "is no SHA-256: write the 64 hex digits of the document, or leave it empty");
  return row;
}

}  // namespace

certificates_register parse_certificates(std::string_view csv, const std::string& file) {
  problem_list problems(file), warnings(file);
  std::vector<certificate_row> rows;
  std::map<std::pair<std::string, std::string>, int> holders;  // training, person -> line
  std::map<std::string, int> numbers;
  read_table(csv, columns, problems, [&](const table_row& from) {
    rows.push_back(read_row(from, problems));
    const auto& r = rows.back();
    if (const auto [first, fresh] = holders.emplace(std::pair(r.training, r.person_id), from.line); !fresh)
      problems.add(
          from.line, "person_id",
          "has a certificate of this training already (line " + std::to_string(first->second) + "): remove one");
    if (const auto [first, fresh] = numbers.emplace(r.number, from.line); !fresh && !r.number.empty())
      warnings.add(from.line, "number",
                   "is the number of another certificate as well (line " + std::to_string(first->second) + ")");
  });
  return {std::move(rows), to_hex(crypto::sha256(csv)), problems.take(), warnings.take()};
}

}  // namespace jembatan::registers

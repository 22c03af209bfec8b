#include "registers/accounts.hpp"

#include <algorithm>
#include <utility>

#include "crypto/sha256.hpp"
#include "registers/people.hpp"
#include "registers/table.hpp"
#include "registers/validity.hpp"

namespace jembatan::registers {
namespace {

using training::account_row;

const std::vector<std::string_view> columns{"person_id", "source",       "home_page",
                                            "account",   "berlaku_dari", "berlaku_sampai"};

account_row read_row(const table_row& from, problem_list& problems) {
  const auto& c = from.cells;
  if (!is_person_id(c[0]))
    problems.add(from.line, "person_id", "must be letters, digits, '.', '_' or '-', 1 to 64 of them");
  if (c[1].empty()) problems.add(from.line, "source", "is empty: write the id of a source in gateway.yaml");
  if (c[3].empty()) problems.add(from.line, "account", "is empty: write the account's name at the source");
  const auto valid = read_validity(c[4], c[5], from.line, problems);
  return {c[0], c[1], c[2], c[3], valid.from, valid.to};
}

// NUL cannot stand in a cell, so the parts cannot run into each other.
std::string account_key(const account_row& r) {
  return r.source + '\0' + r.home_page + '\0' + r.account;
}

void check_claims(std::vector<claim> claims, problem_list& problems, problem_list& warnings) {
  for (const auto& [first, second] : clashes(std::move(claims))) {
    const auto [upper, lower] = std::minmax(first.line, second.line);
    if (first.owner == second.owner)
      problems.add(lower, {},
                   "says the same as line " + std::to_string(upper) + " for a time: remove one or end it before");
    else
      warnings.add(lower, "account",
                   "belongs to another person at the same time (line " + std::to_string(upper) +
                       "): it decides nothing (SEMANTICS.md 3.1)");
  }
}

}  // namespace

accounts_register parse_accounts(std::string_view csv, const std::string& file) {
  problem_list problems(file), warnings(file);
  std::vector<account_row> rows;
  std::vector<claim> claims;
  read_table(csv, columns, problems, [&](const table_row& from) {
    rows.push_back(read_row(from, problems));
    const auto& r = rows.back();
    claims.push_back({account_key(r), r.person_id, {r.from, r.to}, from.line});
  });
  check_claims(std::move(claims), problems, warnings);
  return {std::move(rows), to_hex(crypto::sha256(csv)), problems.take(), warnings.take()};
}

}  // namespace jembatan::registers

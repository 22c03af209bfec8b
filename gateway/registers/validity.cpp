#include "registers/validity.hpp"

#include <algorithm>
#include <utility>

namespace jembatan::registers {
namespace {

// Dates as days, so that an open end compares like any other.
std::chrono::sys_days first_day(const validity& v) {
  return v.from ? std::chrono::sys_days(*v.from) : std::chrono::sys_days::min();
}
std::chrono::sys_days last_day(const validity& v) {
  return v.to ? std::chrono::sys_days(*v.to) : std::chrono::sys_days::max();
}

std::optional<date> read_day(const std::string& cell, std::string_view column, int line, problem_list& problems) {
  if (cell.empty()) return std::nullopt;
  const auto day = parse_date(cell);
  if (!day) problems.add(line, column, "is no date: write year-month-day, like 2026-03-16, or leave it empty");
  return day;
}

}  // namespace

validity read_validity(const std::string& from, const std::string& to, int line, problem_list& problems) {
  const validity v{read_day(from, "berlaku_dari", line, problems), read_day(to, "berlaku_sampai", line, problems)};
  if (v.from && v.to && *v.from > *v.to) problems.add(line, "berlaku_sampai", "lies before berlaku_dari");
  return v;
}

std::vector<clash> clashes(std::vector<claim> claims) {
  std::stable_sort(claims.begin(), claims.end(), [](const claim& a, const claim& b) {
    return a.key != b.key ? a.key < b.key : first_day(a.when) < first_day(b.when);
  });
  std::vector<clash> found;
  const claim* longest = nullptr;  // of the key so far, the one that ends last
  for (const auto& c : claims) {
    if (longest && longest->key == c.key) {
      if (first_day(c.when) <= last_day(longest->when)) found.push_back({*longest, c});
      if (last_day(c.when) <= last_day(longest->when)) continue;
    }
    longest = &c;
  }
  return found;
}

}  // namespace jembatan::registers

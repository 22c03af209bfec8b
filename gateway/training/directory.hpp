#pragma once
// Who is in the register of people: rows with validity, looked up at an instant (SEMANTICS.md 3.1). Immutable once
// built; may be used from any thread.
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"

namespace jembatan::training {

// WIB: the zone in which validity is written.
inline constexpr std::chrono::hours register_zone{7};

// A row of people.csv. Several rows per person are allowed; each is valid from `from` to `to`, both inclusive civil
// days, open where absent. Days are judged in WIB (+7), the register's own zone.
struct person_row {
  std::string person_id;
  std::string nip;
  std::string jenis_nip;  // "nip" | "nippppk"
  std::string nama;
  std::string email;  // lower case
  std::string kode_opd;
  std::string nama_opd;
  std::string kode_skpd;
  std::optional<date> from;
  std::optional<date> to;
};

// A row of accounts.csv.
struct account_row {
  std::string person_id;
  std::string source;
  std::string home_page;
  std::string account;
  std::optional<date> from;
  std::optional<date> to;
};

// What an identifier points to at an instant.
struct match {
  enum class kind { none, one, several } what = kind::none;
  std::string person_id;  // when one
};

class directory {
 public:
  directory() = default;
  directory(std::vector<person_row>, std::vector<account_row>);

  match by_email(std::string_view, time_point) const;  // several: valid for two people at once, never decides
  match by_account(std::string_view source, std::string_view home_page, std::string_view name, time_point) const;
  match by_nip(std::string_view, time_point) const;

  // The row of the person that is valid on that day; where several are, the one with the latest start. Where none is,
  // the row that was valid last before it, else the one that becomes valid first. On a tie the later row of the
  // register. Null only for a person who is not in the register at all. Lives as long as the directory.
  const person_row* attributes(std::string_view person_id, date) const;
  bool contains(std::string_view person_id) const { return people_.contains(std::string(person_id)); }
  const std::vector<person_row>& rows() const { return rows_; }
  const std::vector<account_row>& accounts() const { return accounts_; }

 private:
  std::vector<person_row> rows_;
  std::vector<account_row> accounts_;
  using index =
      std::unordered_map<std::string, std::vector<std::size_t>>;  // identifier -> rows, in the register's order
  index people_, emails_, nips_, account_names_;
};

}  // namespace jembatan::training

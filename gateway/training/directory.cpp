#include "training/directory.hpp"

#include <tuple>
#include <utility>

namespace jembatan::training {
namespace {

template <class Row>
bool valid_on(const Row& row, date day) {
  return (!row.from || *row.from <= day) && (!row.to || day <= *row.to);
}

// NUL cannot stand in a register's cell, so the parts cannot run into each other.
std::string account_key(std::string_view source, std::string_view home_page, std::string_view name) {
  std::string key(source);
  key.append(1, '\0').append(home_page).append(1, '\0').append(name);
  return key;
}

template <class Index, class Row>
match look_up(const Index& index, const std::string& identifier, const std::vector<Row>& rows, time_point at) {
  const auto found = index.find(identifier);
  if (identifier.empty() || found == index.end()) return {};
  const auto day = date_in_zone(at, register_zone);
  match result;
  for (const auto row : found->second) {
    if (!valid_on(rows[row], day)) continue;
    if (result.what == match::kind::none) {
      result = {match::kind::one, rows[row].person_id};
    } else if (result.person_id != rows[row].person_id) {
      return {match::kind::several, {}};
    }
  }
  return result;
}

// How well a row answers for a day: valid ones before those that are over, those before the ones still to come.
auto fitness(const person_row& row, date day) {
  const auto first = row.from ? std::chrono::sys_days(*row.from) : std::chrono::sys_days::min();
  const auto last = row.to ? std::chrono::sys_days(*row.to) : std::chrono::sys_days::max();
  if (valid_on(row, day)) return std::tuple(2, first.time_since_epoch());
  if (last < std::chrono::sys_days(day)) return std::tuple(1, last.time_since_epoch());
  return std::tuple(0, -first.time_since_epoch());
}

}  // namespace

directory::directory(std::vector<person_row> people, std::vector<account_row> accounts)
    : rows_(std::move(people)), accounts_(std::move(accounts)) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    people_[rows_[i].person_id].push_back(i);
    emails_[rows_[i].email].push_back(i);
    nips_[rows_[i].nip].push_back(i);
  }
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    const auto& row = accounts_[i];
    account_names_[account_key(row.source, row.home_page, row.account)].push_back(i);
  }
}

match directory::by_email(std::string_view email, time_point at) const {
  return look_up(emails_, std::string(email), rows_, at);
}

match directory::by_account(std::string_view source, std::string_view home_page, std::string_view name,
                            time_point at) const {
  if (name.empty()) return {};
  return look_up(account_names_, account_key(source, home_page, name), accounts_, at);
}

match directory::by_nip(std::string_view nip, time_point at) const {
  return look_up(nips_, std::string(nip), rows_, at);
}

const person_row* directory::attributes(std::string_view person_id, date day) const {
  const auto found = people_.find(std::string(person_id));
  if (found == people_.end()) return nullptr;
  const person_row* best = nullptr;
  for (const auto row : found->second) {
    if (!best || fitness(rows_[row], day) >= fitness(*best, day)) best = &rows_[row];
  }
  return best;
}

}  // namespace jembatan::training

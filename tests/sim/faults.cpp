#include "sim/faults.hpp"

#include <algorithm>
#include <array>

#include "simulate/dice.hpp"

namespace jembatan::sim {
namespace {

using kind = fault::kind;
using simulate::dice;

constexpr std::array<const char*, 18> tricks{"none",
                                             "turned_away",
                                             "token_refused",
                                             "throttled",
                                             "refused",
                                             "no_connection",
                                             "silent",
                                             "acted_and_silent",
                                             "acted_and_late",
                                             "acted_and_cut",
                                             "acted_and_failed",
                                             "acted_and_page",
                                             "acted_and_empty",
                                             "acted_and_denied",
                                             "acted_without_id",
                                             "answer_of_before",
                                             "die_before",
                                             "die_after"};
constexpr std::array<const char*, 9> kinds{"kill",       "power_cut",  "disk_full", "write_fails", "sync_fails",
                                           "read_fails", "clock_step", "target",    "restart"};

// Small numbers are as likely as large ones: start and recovery are short.
std::uint64_t some_while(dice& d) {
  return static_cast<std::uint64_t>(d.between(0, std::int64_t{1} << d.between(1, 10)));
}

fault death(dice& d) {
  return {.what = d.one_in(2) ? kind::kill : kind::power_cut, .after = some_while(d)};
}

fault bad_disk(dice& d) {
  constexpr std::array<kind, 4> all{kind::disk_full, kind::write_fails, kind::sync_fails, kind::read_fails};
  return {.what = all[static_cast<std::size_t>(d.between(0, 3))],
          .after = some_while(d),
          .lasts = static_cast<std::uint64_t>(d.between(1, 30))};
}

fault bad_target(dice& d) {
  return {.what = kind::target,
          .after = static_cast<std::uint64_t>(d.between(0, 24)),
          .lasts = static_cast<std::uint64_t>(d.between(1, d.one_in(4) ? 12 : 2)),
          .how = static_cast<trick>(d.between(1, tricks.size() - 1))};
}

// A little, up to two hours, or over midnights and the ends of trainings.
fault bad_clock(dice& d) {
  const auto step = d.one_in(2)   ? d.between(1, 5000)
                    : d.one_in(3) ? d.between(7'200'000, 200'000'000)
                                  : d.between(60'000, 7'200'000);
  return {.what = kind::clock_step,
          .after = static_cast<std::uint64_t>(d.between(0, 60 * 24 * 7)),
          .lasts = static_cast<std::uint64_t>(d.between(1, d.one_in(3) ? 6000 : 600)),
          .by = d.one_in(2) ? step : -step};
}

}  // namespace

std::vector<fault> plan_faults(std::uint64_t seed) {
  dice d(seed);
  std::vector<fault> all;
  for (auto n = d.between(0, 5); n > 0; --n) all.push_back(death(d));
  for (auto n = d.between(0, 3); n > 0; --n) all.push_back(bad_target(d));
  if (d.one_in(2))
    for (auto n = d.between(1, 3); n > 0; --n) all.push_back(bad_disk(d));
  if (d.one_in(4)) all.push_back(bad_clock(d));
  if (d.one_in(8)) all.push_back(bad_clock(d));
  if (d.one_in(4)) all.push_back({.what = kind::restart, .after = static_cast<std::uint64_t>(d.between(0, 60 * 100))});
  return all;
}

std::string to_string(const fault& f) {
  auto text = std::string(kinds[static_cast<std::size_t>(f.what)]) + " after " + std::to_string(f.after);
  if (f.lasts != 0) text += " for " + std::to_string(f.lasts);
  if (f.by != 0) text += " by " + std::to_string(f.by) + " ms";
  if (f.what == kind::target) text += std::string(": ") + tricks[static_cast<std::size_t>(f.how)];
  return text;
}

fate_of_history::fate_of_history(std::vector<fault> all, const std::set<std::size_t>& left_out) {
  for (std::size_t i = 0; i < all.size(); ++i)
    if (!left_out.contains(i)) faults_.push_back(all[i]);
}

disk::fate fate_of_history::judge(disk::operation what) {
  const auto now = operations_++;
  const auto of_process = operations_of_process_++;
  const auto next_death = std::find_if(
      faults_.begin(), faults_.end(), [](const fault& f) { return f.what == kind::kill || f.what == kind::power_cut; });
  if (next_death != faults_.end() && of_process >= next_death->after) {
    power_cut_ = next_death->what == kind::power_cut;
    ++deaths_;
    faults_.erase(next_death);
    return disk::fate::die;
  }
  const bool grows = what == disk::operation::extend || what == disk::operation::create;
  const bool syncs = what == disk::operation::sync || what == disk::operation::sync_directory;
  for (const auto& f : faults_) {
    if (now < f.after || now >= f.after + f.lasts) continue;
    if (f.what == kind::disk_full && grows) return disk::fate::full;
    if (f.what == kind::write_fails && !syncs) return disk::fate::fail;
    if (f.what == kind::sync_fails && syncs) return disk::fate::fail;
  }
  return disk::fate::pass;
}

bool fate_of_history::next_read_is_good() {
  const auto now = reads_++;
  return std::none_of(faults_.begin(), faults_.end(), [now](const fault& f) {
    return f.what == kind::read_fails && now >= f.after && now < f.after + f.lasts;
  });
}

trick fate_of_history::next_exchange() {
  const auto now = exchanges_++;
  for (const auto& f : faults_) {
    if (f.what != kind::target || now < f.after || now >= f.after + f.lasts) continue;
    if (f.how != trick::die_before && f.how != trick::die_after) return f.how;
    if (now != f.after) continue;
    power_cut_ = f.lasts > 1;
    ++deaths_;
    return f.how;
  }
  return trick::none;
}

duration fate_of_history::clock_offset(std::int64_t minute) const {
  duration sum{0};
  for (const auto& f : faults_) {
    if (f.what != kind::clock_step) continue;
    const auto from = static_cast<std::int64_t>(f.after);
    if (minute >= from && minute < from + static_cast<std::int64_t>(f.lasts)) sum += duration{f.by};
  }
  return sum;
}

bool fate_of_history::restart_is_due(std::int64_t minute) {
  const auto due = std::find_if(faults_.begin(), faults_.end(), [minute](const fault& f) {
    return f.what == kind::restart && minute >= static_cast<std::int64_t>(f.after);
  });
  if (due == faults_.end()) return false;
  faults_.erase(due);
  return true;
}

}  // namespace jembatan::sim

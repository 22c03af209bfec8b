#include "sim/story.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "registers/rules_digest.hpp"
#include "sim/offers.hpp"
#include "sim/session.hpp"
#include "simulate/people.hpp"

namespace jembatan::sim {
namespace {

using simulate::dice;
using std::chrono::days;
using std::chrono::hours;

constexpr std::array<int, 3> kinds_of_training{2, 3, 4};  // BKN's table: courses, no leadership training
constexpr std::chrono::sys_days first_day{std::chrono::year{2026} / 3 / 16};

training::person_row row_of(const simulate::person& p) {
  return {.person_id = p.person_id,
          .nip = p.nip,
          .jenis_nip = p.pppk ? "nippppk" : "nip",
          .nama = p.name,
          .email = p.email,
          .kode_opd = "OPD-1",
          .nama_opd = "Dinas Contoh",
          .kode_skpd = "1.01",
          .from = {},
          .to = {}};
}

class teller {
 public:
  explicit teller(std::uint64_t seed) : dice_(seed) {}

  story tell() {
    cast();
    const auto trainings = dice_.between(1, 2);
    for (int n = 1; n <= trainings; ++n) plan_training(n);
    change_registers();
    offer_all();
    return std::move(story_);
  }

 private:
  void cast() {
    const auto first = dice_.between(1, 900);
    const auto n = dice_.between(1, 6);
    for (int i = 0; i < n; ++i)
      people_.push_back(simulate::invent_person(static_cast<int>(first) + i, dice_.one_in(5), dice_));
  }

  void plan_training(int number) {
    training::programme t;
    t.id = "latihan-" + std::to_string(number);
    t.title = "Pelatihan Simulasi " + std::to_string(number);
    t.organiser = organiser_of(number);
    t.timezone = "Asia/Jakarta";
    const auto day = first_day + days{dice_.between(0, 4)};
    t.from = t.to = day;
    t.jp = static_cast<int>(dice_.between(2, 30));
    t.enrol = dice_.one_in(5) ? training::enrolment::open : training::enrolment::required;
    t.jenis_diklat = kinds_of_training[static_cast<std::size_t>(dice_.between(0, 2))];
    t.settle = duration{hours{dice_.one_in(2) ? 0 : dice_.between(1, 30)}};
    for (const auto& p : people_)
      if (!dice_.one_in(5)) t.participants.insert(p.person_id);
    const auto meeting = std::to_string(dice_.between(90'000'000'000, 99'999'999'999));
    const auto sessions = dice_.between(1, trainings_.empty() ? 2 : 1);
    for (int s = 1; s <= sessions; ++s) {
      const auto opens = start_of_day(day, t.offset) + hours{8 + 3 * s};
      t.sessions.push_back({.id = "s" + std::to_string(s),
                            .source = zoom_source,
                            .meeting_id = meeting,
                            .when = {opens, opens + hours{1}},
                            .attendance_percent = 80});
      meet(t, t.sessions.back());
    }
    t.to = date(day + days{dice_.between(0, 1)});
    trainings_.push_back(std::move(t));
  }

  void meet(const training::programme& t, const training::live_session& s) {
    auto bodies = bodies_of_session(t, s, people_, dice_);
    bodies_.insert(bodies_.end(), std::make_move_iterator(bodies.begin()), std::make_move_iterator(bodies.end()));
  }

  registers whole() const {
    registers r;
    for (const auto& p : people_) r.people.push_back(row_of(p));
    r.trainings = trainings_;
    return r;
  }

  template <class T>
  T& one_of(std::vector<T>& all) {
    return all[static_cast<std::size_t>(dice_.between(0, static_cast<std::int64_t>(all.size()) - 1))];
  }

  // One thing is another than it was.
  void vary(registers& r) {
    if (r.trainings.empty() || dice_.one_in(2))
      vary_people(r);
    else
      vary_trainings(r);
  }

  void vary_people(registers& r) {
    const auto& someone = one_of(people_);
    const auto theirs = [&](const auto& row) { return row.person_id == someone.person_id; };
    const auto row = std::find_if(r.people.begin(), r.people.end(), theirs);
    if (row == r.people.end()) return r.people.push_back(row_of(someone));
    switch (dice_.between(1, 6)) {
      case 1:
        r.people.erase(row);
        break;
      case 2:
        row->kode_opd = "OPD-2";
        break;
      case 3:
        row->email = other_email_of(someone);
        break;
      case 4:
        row->email = one_of(people_).email;  // of somebody else: it decides nothing any more
        break;
      case 5:
        r.accounts.push_back({.person_id = someone.person_id,
                              .source = zoom_source,
                              .home_page = "https://zoom.us",
                              .account = account_of(someone.person_id),
                              .from = {},
                              .to = {}});
        break;
      default:
        std::erase_if(r.accounts, theirs);
    }
  }

  void vary_trainings(registers& r) {
    auto& t = one_of(r.trainings);
    const auto& someone = one_of(people_);
    switch (dice_.between(1, 10)) {
      case 1:
        t.title += " (revisi)";
        break;
      case 2:
        t.jp += 1;
        break;
      case 3:
        t.sessions.front().attendance_percent = static_cast<int>(dice_.between(10, 100));
        break;
      case 4:
        t.participants.insert(someone.person_id);
        break;
      case 5:
        t.participants.erase(someone.person_id);
        break;
      case 6:
        if (t.staff.erase(someone.person_id) == 0) t.staff.insert(someone.person_id);
        break;
      case 7:
        t.enrol = t.enrol == training::enrolment::open ? training::enrolment::required : training::enrolment::open;
        break;
      case 8:
        r.trainings = trainings_;  // as they were at first
        break;
      case 9:
        std::erase_if(r.trainings, [id = t.id](const auto& other) { return other.id == id; });
        break;
      default:
        t.to = date(std::chrono::sys_days(t.to) + days{1});
    }
  }

  void change_registers() {
    auto now = whole();
    // Whoever is missing at first is held, and released when a later version knows them.
    auto first = now;
    for (const auto& p : people_)
      if (dice_.one_in(6)) std::erase_if(first.people, [&](const auto& row) { return row.person_id == p.person_id; });
    story_.versions.push_back(std::move(first));
    auto at = time_point{first_day};
    for (auto n = dice_.between(0, 3); n > 0; --n) {
      at += duration{std::chrono::minutes{dice_.between(30, 60 * 48)}};
      if (!dice_.one_in(4)) vary(now);
      story_.versions.push_back(now);
      story_.changes.push_back({at, story_.versions.size() - 1, dice_.one_in(2)});
    }
    for (auto& version : story_.versions)
      for (auto& t : version.trainings) t.digest = jembatan::registers::rules_digest(t);
  }

  void offer_all() {
    story_.begins = time_point{first_day};
    story_.offers = offers_of(std::move(bodies_), dice_);
    story_.ends = time_point{first_day + days{12}};  // by then all is final
    for (const auto& o : story_.offers) story_.ends = std::max(story_.ends, o.at);
    for (const auto& c : story_.changes) story_.ends = std::max(story_.ends, c.at);
  }

  dice dice_;
  story story_;
  std::vector<simulate::person> people_;
  std::vector<training::programme> trainings_;
  std::vector<simulate::timed_body> bodies_;
};

}  // namespace

std::string organiser_of(int training) {
  return "BPSDM Contoh " + std::to_string(training);
}

story tell(std::uint64_t seed) {
  return teller(seed).tell();
}

}  // namespace jembatan::sim

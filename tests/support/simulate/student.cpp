#include "simulate/student.hpp"

#include <algorithm>
#include <cstdio>
#include <vector>

namespace jembatan::simulate {
namespace {

using kind = deed::kind;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr hours wib{7};
constexpr std::array<int, 4> first_days = {1, 3, 8, 10};  // of the modules; the sessions are on days 6 and 12

}  // namespace

instant student::day(int nth) const {
  return std::chrono::floor<seconds>(start_of_day(std::chrono::sys_days{case_.training.from} + days{nth}, wib)) +
         hours{9};
}

instant student::begin(const participant& p, int module) {
  const instant soon = day(first_days[static_cast<std::size_t>(module - 1)]) + seconds{dice_.between(0, 4 * 3600)};
  if (p.goes != path::late_start || module != 1) return soon;
  return case_.live[0].training.closes + hours{3} + seconds{dice_.between(0, 3600)};
}

void student::study(participant& p) {
  if (p.account.empty()) return;
  p.deeds.push_back({.what = kind::enrolled, .at = day(0) - seconds{dice_.between(0, 3600)}});
  if (p.staff) p.deeds.push_back({.what = kind::posted, .at = day(1), .module = 1, .part = element::forum});
  if (p.goes == path::none) return;
  const int last = p.goes == path::dropped_out ? 1 : 4;
  for (int module = 1; module <= last; ++module) {
    learn(p, module);
    afterwards(p, module);
  }
  act(p);
  award(p);
  // Moodle unenrols at the course's end: it takes nothing away (SEMANTICS.md 3.5).
  p.deeds.push_back({.what = kind::unenrolled, .at = day(45) + seconds{dice_.between(0, 3600)}});
}

void student::learn(participant& p, int module) {
  std::vector<element> order(elements.begin(), elements.end());
  dice_.shuffle(order);
  instant at = begin(p, module);
  p.deeds.push_back({.what = kind::logged_in, .at = at});
  bool complete = true;
  for (const element e : order) {
    at += seconds{dice_.between(900, 3000)};
    complete = finish(p, module, e, at) && complete;
  }
  if (complete) p.modules[static_cast<std::size_t>(module - 1)].completed_at = at;
}

bool student::finish(participant& p, int module, element e, instant at) {
  if (e == element::quiz) return finish_quiz(p, module, at);
  if (e == element::reading)
    p.deeds.push_back({.what = kind::progressed,
                       .at = at - minutes{10},
                       .module = module,
                       .part = e,
                       .number = static_cast<int>(dice_.between(20, 80))});
  if (e == element::reading && module == 2 && p.goes == path::unread) return false;
  if (e == element::forum)
    p.deeds.push_back({.what = kind::posted, .at = at - seconds{1}, .module = module, .part = e});
  p.deeds.push_back({.what = kind::completed, .at = at, .module = module, .part = e});
  return true;
}

bool student::finish_quiz(participant& p, int module, instant at) {
  auto& score = p.modules[static_cast<std::size_t>(module - 1)].score;
  if (module == 2 && p.goes == path::quiz_open) return false;
  const bool fails = module == 2 && p.goes == path::quiz_failed;
  if (module == 1 && p.goes == path::retaken)
    attempt(p, module, at - minutes{13}, static_cast<int>(dice_.between(35, 65)));
  const int raw = static_cast<int>(fails ? dice_.between(20, 69) : dice_.between(least_score, 100));
  score = raw;
  attempt(p, module, at - seconds{1}, raw);
  if (module == 3 && p.goes == path::regraded) {
    // The same attempt with the grade of that day, and again with the one of a later day.
    deed& graded_anew = p.deeds.back();
    deed first = graded_anew;
    first.number = 40;
    graded_anew.sent += hours{20};
    p.deeds.push_back(first);
  }
  p.deeds.push_back(
      {.what = fails ? kind::failed : kind::completed, .at = at, .module = module, .part = element::quiz});
  return !fails;
}

void student::attempt(participant& p, int module, instant at, int raw) {
  const int id = ++attempts_;
  for (int question = 1; question <= 2; ++question)
    p.deeds.push_back(
        {.what = kind::answered, .at = at, .module = module, .part = element::quiz, .number = question, .attempt = id});
  p.deeds.push_back(
      {.what = kind::attempted, .at = at, .module = module, .part = element::quiz, .number = raw, .attempt = id});
}

void student::afterwards(participant& p, int module) {
  module_plan& m = p.modules[static_cast<std::size_t>(module - 1)];
  const instant tomorrow = begin(p, module) + hours{26};
  const auto add = [&](kind what, instant at, element e) {
    p.deeds.push_back({.what = what, .at = at, .module = module, .part = e});
  };
  if (module == 1 && p.goes == path::reopened) {
    add(kind::reopened, tomorrow, element::reading);
    add(kind::completed, tomorrow + hours{20}, element::reading);
  }
  if (module == 2 && p.goes == path::taken_back) {
    add(kind::reopened, tomorrow, element::video);
    m.completed_at.reset();
  }
  if (module == 4 && p.goes == path::low_score) {
    m.score = static_cast<int>(dice_.between(30, least_score - 1));
    attempt(p, module, tomorrow, *m.score);
  }
}

// The mentor counts what was applied so far: the latest grade is the number of actions.
void student::act(participant& p) {
  if (p.goes == path::no_actions || p.goes == path::dropped_out) return;
  p.deeds.push_back({.what = kind::submitted, .at = day(14) + seconds{dice_.between(0, 3600)}});
  p.actions = p.goes == path::one_action ? 1 : static_cast<int>(dice_.between(least_actions, least_actions + 1));
  for (int n = 1; n <= p.actions; ++n)
    p.deeds.push_back({.what = kind::graded, .at = day(13 + 8 * n) + seconds{dice_.between(0, 3600)}, .number = n});
}

void student::award(participant& p) {
  if (p.actions < least_actions || !p.in_directory) return;
  p.badge = day(41) + seconds{dice_.between(0, 3600)};
  p.deeds.push_back({.what = kind::badge_awarded, .at = *p.badge});
  char number[32];
  std::snprintf(number, sizeof number, "PPP/%d/%05d", static_cast<int>(case_.training.to.year()), ++certificates_);
  p.certificate = number;
  if (p.goes != path::badge_taken_back) return;
  p.deeds.push_back({.what = kind::badge_revoked, .at = *p.badge + hours{20}});
  p.badge.reset();
}

}  // namespace jembatan::simulate

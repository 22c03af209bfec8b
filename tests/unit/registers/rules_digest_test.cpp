#include "registers/rules_digest.hpp"

#include <gmock/gmock.h>

#include <functional>

namespace {

using jembatan::end_of_day;
using jembatan::parse_date;
using jembatan::start_of_day;
using jembatan::registers::rules_digest;
using jembatan::training::programme;
using std::chrono::hours;

programme sample() {
  programme p;
  p.id = "a";
  p.title = "T";
  p.organiser = "O";
  p.timezone = "Asia/Jakarta";
  p.from = *parse_date("2026-03-02");
  p.to = *parse_date("2026-03-03");
  p.jp = 8;
  p.participants = {"P-1"};
  p.course = jembatan::training::activity_ref{"m", "c:1"};
  p.modules = {{"m1", "M", "m", {"a:1"}, jembatan::training::score_rule{"a:1", 70}, "s1"}};
  p.actions = jembatan::training::action_plan{"m", {"a:2"}};
  p.feedback = jembatan::training::feedback_form{{"m", "a:3"}, false};
  p.badge = jembatan::training::activity_ref{"m", "b:1"};
  p.sessions = {{"s1", "zoom", "1", {start_of_day(p.from, hours{7}), end_of_day(p.from, hours{7})}, 80}};
  return p;
}

TEST(rules_digest, ignores_the_digest_itself) {
  auto p = sample();
  p.digest = "x";
  EXPECT_EQ(rules_digest(p), rules_digest(sample()));
}

TEST(rules_digest, changes_with_every_field) {
  const std::vector<std::function<void(programme&)>> changes{
      [](programme& p) { p.id = "b"; },
      [](programme& p) { p.title = "U"; },
      [](programme& p) { p.organiser = "P"; },
      [](programme& p) { p.timezone = "Asia/Pontianak"; },
      [](programme& p) { p.offset = hours{8}; },
      [](programme& p) { p.from = *parse_date("2026-03-01"); },
      [](programme& p) { p.to = *parse_date("2026-03-04"); },
      [](programme& p) { p.jp = 9; },
      [](programme& p) { p.enrol = jembatan::training::enrolment::open; },
      [](programme& p) { p.participants.insert("P-2"); },
      [](programme& p) { p.staff.insert("P-2"); },
      [](programme& p) { p.sessions.clear(); },
      [](programme& p) { p.sessions[0].id = "s2"; },
      [](programme& p) { p.sessions[0].source = "zoom-b"; },
      [](programme& p) { p.sessions[0].meeting_id = "2"; },
      [](programme& p) { p.sessions[0].when.from += hours{1}; },
      [](programme& p) { p.sessions[0].when.to -= hours{1}; },
      [](programme& p) { p.sessions[0].attendance_percent = 79; },
      [](programme& p) { p.course.reset(); },
      [](programme& p) { p.course->source = "n"; },
      [](programme& p) { p.course->id = "c:2"; },
      [](programme& p) { p.modules.clear(); },
      [](programme& p) { p.modules[0].id = "m2"; },
      [](programme& p) { p.modules[0].title = "N"; },
      [](programme& p) { p.modules[0].source = "n"; },
      [](programme& p) { p.modules[0].complete.push_back("a:9"); },
      [](programme& p) { p.modules[0].score.reset(); },
      [](programme& p) { p.modules[0].score->activity = "a:9"; },
      [](programme& p) { p.modules[0].score->minimum_percent = 71; },
      [](programme& p) { p.modules[0].before.clear(); },
      [](programme& p) { p.actions.reset(); },
      [](programme& p) { p.actions->source = "n"; },
      [](programme& p) { p.actions->activities = {"a:9"}; },
      [](programme& p) { p.actions->count = jembatan::training::action_plan::counting::assignments; },
      [](programme& p) { p.actions->minimum = 2; },
      [](programme& p) { p.feedback.reset(); },
      [](programme& p) { p.feedback->where.id = "a:9"; },
      [](programme& p) { p.feedback->required = true; },
      [](programme& p) { p.badge.reset(); },
      [](programme& p) { p.badge->id = "b:2"; },
      [](programme& p) { p.certificate.required = true; },
      [](programme& p) { p.certificate.number_from = jembatan::training::certificate_rule::origin::lms_code; },
      [](programme& p) { p.jenis_diklat = 17; },
      [](programme& p) { p.settle = hours{0}; },
  };
  std::set<std::string> digests{rules_digest(sample())};
  for (const auto& change : changes) {
    auto p = sample();
    change(p);
    EXPECT_TRUE(digests.insert(rules_digest(p)).second) << "change " << digests.size();
  }
}

TEST(rules_digest, tells_staff_from_participants) {
  auto a = sample(), b = sample();
  a.participants = {"P-1", "P-2"};
  b.participants = {"P-1"};
  b.staff = {"P-2"};
  EXPECT_NE(rules_digest(a), rules_digest(b));
}

}  // namespace

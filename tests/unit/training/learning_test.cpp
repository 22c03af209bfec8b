// The rules of the catalogue that a learning system feeds, through evaluate (SEMANTICS.md 5).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "given.hpp"

namespace jembatan::training {
namespace {

using namespace given;
using kind = activity_event::kind;
using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

const time_point yesterday = at("09:00") - hours(24);

std::optional<record> evaluated(const person_facts& facts, const programme& rules) {
  return evaluate(facts, rules, directory({person("P-1"), person("P-9")}, {}), at("13:00"), hours(48));
}

// A page and a quiz of which 70 % are needed, and no session.
programme with_module() {
  auto p = training();
  p.sessions.clear();
  p.modules = {{"m1", "Etika", "moodle-test", {page, quiz}, score_rule{quiz, 70}, ""}};
  return p;
}

activity_history page_done(time_point when = at("09:00")) {
  return at_activity(page, {did(kind::completed, when)});
}
activity_history quiz_done(double raw, time_point when = at("10:00")) {
  return at_activity(quiz, {did(kind::completed, when), scored(when, raw)});
}

person_facts learner(std::vector<activity_history> activities) {
  return {"P-1", true, {}, std::move(activities)};
}
person_facts present_learner(std::vector<activity_history> activities) {
  return {"P-1", true, whole_session(), std::move(activities)};
}

record of(std::vector<activity_history> activities, const programme& rules) {
  return evaluated(learner(std::move(activities)), rules).value();
}

// --- Modules

TEST(a_module, is_met_when_all_its_activities_are_completed_and_the_score_reaches_the_minimum) {
  const auto r = of({page_done(), quiz_done(85)}, with_module());
  EXPECT_THAT(r.modules, ElementsAre(module_result{"m1", at("10:00"), 0.85, true}));
  EXPECT_EQ(r.outcome, result_kind::lulus);
  EXPECT_THAT(r.reasons, IsEmpty());
}

TEST(a_module, is_met_by_exactly_the_minimum) {
  EXPECT_TRUE(of({page_done(), quiz_done(70)}, with_module()).modules[0].met);
  EXPECT_FALSE(of({page_done(), quiz_done(69.99)}, with_module()).modules[0].met);
  for (int percent = 0; percent <= 100; ++percent) {  // whatever a double makes of it
    auto p = with_module();
    p.modules[0].score->minimum_percent = percent;
    const auto scaled = at_activity(
        quiz, {did(kind::completed, at("10:00")), {at("10:00"), kind::scored, {{}, {}, {}, percent / 100.0}}});
    EXPECT_TRUE(of({page_done(), scaled}, p).modules[0].met) << percent;
    EXPECT_TRUE(of({page_done(), quiz_done(percent)}, p).modules[0].met) << percent;
  }
}

TEST(a_module, is_not_met_while_one_activity_is_open) {
  const auto r = of({page_done()}, with_module());
  EXPECT_THAT(r.modules, ElementsAre(module_result{"m1", {}, {}, false}));
  EXPECT_THAT(r.reasons, ElementsAre("module:m1"));
  EXPECT_EQ(r.outcome, result_kind::tidak_lulus);
}

TEST(a_module, is_not_met_without_a_score_where_one_is_demanded) {
  const auto r = of({page_done(), at_activity(quiz, {did(kind::completed, at("10:00"))})}, with_module());
  EXPECT_THAT(r.modules, ElementsAre(module_result{"m1", at("10:00"), {}, false}));
}

TEST(a_module, is_lost_with_a_later_score_below_the_minimum) {
  auto worse = quiz_done(85);
  worse.events.push_back(scored(at("11:00"), 40));
  EXPECT_THAT(of({page_done(), worse}, with_module()).modules,
              ElementsAre(module_result{"m1", at("10:00"), 0.4, false}));
}

TEST(a_module, is_completed_by_the_earliest_completion_of_the_last_activity) {
  auto again = page_done(at("08:00"));
  again.events.push_back(did(kind::reopened, at("11:00")));
  again.events.push_back(did(kind::completed, at("12:00")));
  EXPECT_THAT(of({again, quiz_done(85)}, with_module()).modules[0].completed_at, Optional(at("10:00")));
}

TEST(a_module, shows_no_time_of_completion_while_it_is_reopened) {
  auto open = page_done();
  open.events.push_back(did(kind::reopened, at("11:00")));
  EXPECT_THAT(of({open, quiz_done(85)}, with_module()).modules, ElementsAre(module_result{"m1", {}, 0.85, false}));
}

TEST(a_module, hears_of_no_other_source) {
  auto elsewhere = page_done();
  elsewhere.where.source = "moodle-other";
  EXPECT_FALSE(of({elsewhere, quiz_done(85)}, with_module()).modules[0].met);
}

TEST(modules, stand_in_the_order_of_the_catalogue_and_their_reasons_by_id) {
  auto p = with_module();
  p.modules.insert(p.modules.begin(), {"m2", "Lain", "moodle-test", {"https://lms.example/page/99"}, {}, ""});
  const auto r = of({}, p);
  EXPECT_EQ(r.modules[0].id, "m2");
  EXPECT_THAT(r.reasons, ElementsAre("module:m1", "module:m2"));
}

// --- Prerequisites

programme with_prerequisite() {
  auto p = with_module();
  p.sessions = {session()};
  p.modules[0].before = "s1";
  return p;
}

TEST(a_prerequisite, is_met_when_the_module_was_completed_before_the_window) {
  const auto r = evaluated(present_learner({page_done(yesterday), quiz_done(85, yesterday)}), with_prerequisite());
  EXPECT_THAT(r->reasons, IsEmpty());
  EXPECT_EQ(r->outcome, result_kind::lulus);
}

TEST(a_prerequisite, is_missed_in_the_instant_in_which_the_window_opens) {
  const auto late = evaluated(present_learner({page_done(yesterday), quiz_done(85, at("09:00"))}), with_prerequisite());
  EXPECT_TRUE(late->modules[0].met);
  EXPECT_THAT(late->reasons, ElementsAre("prerequisite:m1"));
  EXPECT_EQ(late->outcome, result_kind::hadir);
  const auto early = evaluated(present_learner({page_done(yesterday), quiz_done(85, at("09:00") - duration(1000))}),
                               with_prerequisite());
  EXPECT_THAT(early->reasons, IsEmpty());
}

TEST(a_prerequisite, is_kept_by_a_later_reopening_and_completion) {
  auto again = page_done(yesterday);
  again.events.push_back(did(kind::reopened, at("11:00")));
  again.events.push_back(did(kind::completed, at("12:00")));
  EXPECT_THAT(evaluated(present_learner({again, quiz_done(85, yesterday)}), with_prerequisite())->reasons, IsEmpty());
}

TEST(a_prerequisite, does_not_ask_for_the_score) {
  EXPECT_THAT(
      evaluated(present_learner({page_done(yesterday), quiz_done(10, yesterday)}), with_prerequisite())->reasons,
      ElementsAre("module:m1"));
}

TEST(a_prerequisite, is_missed_together_with_a_module_that_was_never_completed) {
  EXPECT_THAT(evaluated(present_learner({}), with_prerequisite())->reasons,
              ElementsAre("module:m1", "prerequisite:m1"));
}

// --- Action plan

programme with_plan(action_plan::counting count = action_plan::counting::score_raw) {
  auto p = training();
  p.sessions.clear();
  p.actions = action_plan{"moodle-test", {plan}, count, 2};
  return p;
}

TEST(an_action_plan, is_applied_as_often_as_the_latest_grading_says) {
  const auto graded = [](std::string_view when, double raw) { return scored(at(when), raw, 4, kind::graded); };
  const auto r = of({at_activity(plan, {graded("10:00", 3), graded("11:00", 2.9)})}, with_plan());
  EXPECT_THAT(r.actions, Optional(actions_result{2, 2}));
  EXPECT_EQ(r.outcome, result_kind::lulus);
  const auto less = of({at_activity(plan, {graded("10:00", 3), graded("11:00", 1)})}, with_plan());
  EXPECT_THAT(less.actions, Optional(actions_result{1, 2}));
  EXPECT_THAT(less.reasons, ElementsAre("actions"));
}

TEST(an_action_plan, is_not_applied_by_handing_it_in) {
  EXPECT_THAT(of({at_activity(plan, {did(kind::submitted, at("10:00"))})}, with_plan()).actions,
              Optional(actions_result{0, 2}));
}

TEST(an_action_plan, never_counts_below_zero) {
  EXPECT_THAT(of({at_activity(plan, {scored(at("10:00"), -1, 4, kind::graded)})}, with_plan()).actions,
              Optional(actions_result{0, 2}));
}

TEST(an_action_plan, can_count_graded_assignments_whatever_their_grades) {
  auto p = with_plan(action_plan::counting::assignments);
  p.actions->activities = {plan, "https://lms.example/assign/32", "https://lms.example/assign/33"};
  const auto graded = [](const std::string& id) {
    return at_activity(id, {scored(at("10:00"), 10, 10, kind::graded), scored(at("11:00"), 0, 10, kind::graded)});
  };
  const auto r = of({graded(p.actions->activities[0]), graded(p.actions->activities[2]),
                     at_activity(p.actions->activities[1], {did(kind::submitted, at("10:00"))})},
                    p);
  EXPECT_THAT(r.actions, Optional(actions_result{2, 2}));
}

// --- Feedback

TEST(feedback, is_a_rule_only_where_it_is_required) {
  auto p = with_module();
  p.feedback = feedback_form{{"moodle-test", form}, false};
  EXPECT_THAT(of({page_done(), quiz_done(85)}, p).reasons, IsEmpty());
  p.feedback->required = true;
  const auto missing = of({page_done(), quiz_done(85)}, p);
  EXPECT_THAT(missing.reasons, ElementsAre("feedback"));
  EXPECT_EQ(missing.outcome, result_kind::tidak_lulus);
  EXPECT_EQ(of({page_done(), quiz_done(85), at_activity(form, {did(kind::answered, at("11:00"))})}, p).outcome,
            result_kind::lulus);
}

// --- Certificate and badge

certificate_row in_register() {
  return {"latihan-1", "P-1", "800/12/BPSDM", day("2026-03-19"), "https://s.example/1", "1.pdf", std::string(64, 'c')};
}

TEST(a_certificate, comes_from_the_register_and_decides_no_outcome) {
  auto p = with_module();
  p.certificate.required = true;
  EXPECT_EQ(of({page_done(), quiz_done(85)}, p).outcome, result_kind::lulus);
  auto facts = learner({});
  facts.certificate = in_register();
  const auto r = evaluated(facts, p).value();
  EXPECT_EQ(r.outcome, result_kind::tidak_lulus);
  EXPECT_THAT(r.certified,
              Optional(certificate{"800/12/BPSDM", day("2026-03-19"), "https://s.example/1", std::string(64, 'c')}));
}

activity_event issued(std::string_view when, std::string code, kind what = kind::certificate_issued) {
  return {at(when), what, {}, std::move(code), "https://lms.example/c"};
}

programme with_lms_certificate() {
  auto p = with_module();
  p.course = activity_ref{"moodle-test", course};
  p.certificate.number_from = certificate_rule::origin::lms_code;
  return p;
}

TEST(a_certificate, comes_from_the_course_where_the_catalogue_says_so) {
  auto facts = learner({at_activity("https://lms.example/certificate?code=A", {issued("10:00", "A")})});
  facts.certificate = in_register();
  EXPECT_THAT(evaluated(facts, with_lms_certificate())->certified,
              Optional(certificate{"A", day("2026-03-16"), "https://lms.example/c", ""}));
}

TEST(a_certificate, is_dated_in_the_zone_of_the_training) {
  const auto late = at_activity("c", {{utc("2026-03-16T18:00:00Z"), kind::certificate_issued, {}, "A", ""}});
  EXPECT_EQ(of({late}, with_lms_certificate()).certified->issued, day("2026-03-17"));
}

TEST(a_certificate, of_another_course_is_none_of_this_training) {
  auto other = at_activity("c", {issued("10:00", "A")});
  other.course = "https://lms.example/course/3";
  EXPECT_FALSE(of({other}, with_lms_certificate()).certified);
}

TEST(a_certificate, that_was_revoked_makes_room_for_the_last_that_stands) {
  const auto first = at_activity("c?code=A", {issued("10:00", "A")});
  const auto second = at_activity("c?code=B", {issued("11:00", "B")});
  auto revoked = second;
  revoked.events.insert(revoked.events.begin(), issued("11:00", "B", kind::certificate_revoked));
  EXPECT_EQ(of({first, second}, with_lms_certificate()).certified->number, "B");
  EXPECT_EQ(of({revoked, first}, with_lms_certificate()).certified->number, "A");
}

TEST(a_badge, shows_when_it_was_awarded_and_decides_no_outcome) {
  auto p = with_module();
  p.badge = activity_ref{"moodle-test", badge};
  EXPECT_EQ(of({page_done(), quiz_done(85)}, p).outcome, result_kind::lulus);
  EXPECT_FALSE(of({page_done(), quiz_done(85)}, p).badge_awarded_at);
  EXPECT_THAT(of({at_activity(badge, {did(kind::badge_awarded, at("11:00"))})}, p).badge_awarded_at,
              Optional(at("11:00")));
}

// --- Outcome and reasons

programme with_everything() {
  auto p = with_prerequisite();
  p.actions = with_plan().actions;
  p.feedback = feedback_form{{"moodle-test", form}, true};
  return p;
}

TEST(reasons, come_in_the_order_of_the_rules_page) {
  auto unfinished = whole_session();
  unfinished[0].where.ended.reset();
  unfinished[0].where.latest = at("09:30");
  unfinished[0].events = {joined("c1", "u1", "09:00")};
  EXPECT_THAT(
      evaluated({"P-1", true, unfinished}, with_everything())->reasons,
      ElementsAre("session:s1", "module:m1", "prerequisite:m1", "actions", "feedback", "session_end_unknown:s1"));
}

TEST(an_outcome, is_hadir_for_who_was_present_and_missed_any_other_rule) {
  auto p = with_module();
  p.sessions = {session()};
  EXPECT_EQ(evaluated(present_learner({}), p)->outcome, result_kind::hadir);
  EXPECT_EQ(evaluated(learner({page_done(), quiz_done(85)}), p)->outcome, result_kind::tidak_lulus);
  EXPECT_EQ(evaluated(present_learner({page_done(), quiz_done(85)}), p)->outcome, result_kind::lulus);
}

TEST(an_outcome, is_never_lulus_where_nothing_has_to_be_met) {
  auto p = with_module();
  p.modules.clear();
  p.feedback = feedback_form{{"moodle-test", form}, false};
  EXPECT_EQ(of({page_done(), quiz_done(100)}, p).outcome, result_kind::tidak_lulus);
}

// --- Who has a record (SEMANTICS.md 3.5, 5.1)

TEST(under_open_enrolment, a_record_begins_with_the_first_counting_fact) {
  auto p = with_module();
  p.enrol = enrolment::open;
  p.participants.clear();
  EXPECT_FALSE(evaluated({"P-1", false, {}, {at_activity(page, {did(kind::progressed, at("09:00"))})}}, p));
  EXPECT_TRUE(evaluated({"P-1", false, {}, {page_done()}}, p));
  EXPECT_TRUE(evaluated({"P-1", false, {}, {at_activity(quiz, {scored(at("09:00"), 0)})}}, p));
  EXPECT_FALSE(evaluated({"P-1", false, {}, {at_activity("https://lms.example/page/1", page_done().events)}}, p))
      << "an activity of another training";
  person_facts certified{"P-1", false, {}};
  certified.certificate = in_register();
  EXPECT_TRUE(evaluated(certified, p));
  EXPECT_FALSE(evaluated({"P-9", false, {}, {page_done()}}, p)) << "staff";
}

std::vector<standing> in_course(std::initializer_list<std::pair<standing::kind, std::string_view>> all) {
  std::vector<standing> standings;
  for (const auto& [what, when] : all) standings.push_back({what, at(when)});
  return standings;
}

TEST(an_enrolment_in_the_course, makes_a_record) {
  auto facts = learner({});
  facts.enrolled = false;
  EXPECT_FALSE(evaluated(facts, with_module()));
  facts.course = in_course({{standing::kind::approved, "08:00"}});
  EXPECT_TRUE(evaluated(facts, with_module()));
  EXPECT_TRUE(is_enrolled(facts, with_module()));
}

TEST(an_unenrolment_from_the_course, ends_it_only_before_the_first_counting_fact) {
  person_facts facts{"P-1", false, {}, {page_done(at("10:00"))}};
  const auto record_with = [&](std::vector<standing> course) {
    facts.course = std::move(course);
    return evaluated(facts, with_module()).has_value();
  };
  using standing_kind = standing::kind;
  EXPECT_FALSE(record_with({}));
  EXPECT_FALSE(record_with(in_course({{standing_kind::approved, "08:00"}, {standing_kind::cancelled, "09:00"}})));
  EXPECT_TRUE(record_with(in_course({{standing_kind::cancelled, "10:00"}, {standing_kind::approved, "08:00"}})));
  EXPECT_TRUE(record_with(in_course({{standing_kind::approved, "08:00"}, {standing_kind::cancelled, "11:00"}})));
  EXPECT_TRUE(record_with(in_course(
      {{standing_kind::approved, "08:00"}, {standing_kind::cancelled, "08:30"}, {standing_kind::approved, "09:00"}})));
  facts.activities.clear();
  EXPECT_FALSE(record_with(in_course({{standing_kind::approved, "08:00"}, {standing_kind::cancelled, "11:00"}})));
  facts.presences = whole_session();
  auto with_session = with_module();
  with_session.sessions = {session()};
  facts.course = in_course({{standing_kind::approved, "08:00"}, {standing_kind::cancelled, "09:00"}});
  EXPECT_TRUE(evaluated(facts, with_session)) << "counted from 09:00, when the window opened";
  facts.course = in_course({{standing_kind::approved, "08:00"}, {standing_kind::cancelled, "08:59"}});
  EXPECT_FALSE(evaluated(facts, with_session));
}

// --- Basis

TEST(the_digest_of_facts, sees_what_the_rules_read_of_the_learning_system_and_nothing_else) {
  const auto base = of({page_done(), quiz_done(85)}, with_module()).facts_sha256;
  EXPECT_EQ(of({quiz_done(85), page_done(), page_done()}, with_module()).facts_sha256, base);
  EXPECT_EQ(of({page_done(), quiz_done(85), at_activity(form, {did(kind::answered, at("09:00"))})}, with_module())
                .facts_sha256,
            base);
  EXPECT_NE(of({page_done(), quiz_done(86)}, with_module()).facts_sha256, base);
  EXPECT_NE(of({page_done(at("09:01")), quiz_done(85)}, with_module()).facts_sha256, base);
  auto facts = learner({page_done(), quiz_done(85)});
  facts.course = in_course({{standing::kind::approved, "08:00"}});
  EXPECT_NE(evaluated(facts, with_module())->facts_sha256, base);
  facts = learner({page_done(), quiz_done(85)});
  facts.certificate = in_register();
  EXPECT_NE(evaluated(facts, with_module())->facts_sha256, base);
}

}  // namespace
}  // namespace jembatan::training

#include "registers/learning_rules.hpp"

#include <gmock/gmock.h>

#include "registers/training_file.hpp"

namespace {

using jembatan::registers::is_activity_id;
using jembatan::registers::parse_training;
using jembatan::registers::training_file;
using jembatan::training::action_plan;
using jembatan::training::activity_ref;
using jembatan::training::certificate_rule;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

constexpr auto base = R"(version: 1
id: ppp-2026-01
title: Pelayanan Publik Prima
organiser: BPSDM Provinsi X
period: {from: 2026-03-02, to: 2026-04-30}
jp: 24
sessions: [{id: s1, zoom: {source: zoom-bpsdm, meeting_id: 1}, window: [2026-03-16T08:00, 2026-03-16T12:00]}]
)";

training_file parse(const std::string& yaml) {
  return parse_training(
      base + yaml,
      {"trainings/ppp-2026-01.yaml", {std::set<std::string>{"zoom-bpsdm"}, std::set<std::string>{"moodle-bpsdm"}}, {}});
}

std::vector<std::string> problems(const std::string& yaml) {
  std::vector<std::string> out;
  for (const auto& p : parse(yaml).problems) out.push_back(p.message());
  return out;
}

TEST(learning_rules, fill_the_programme) {
  const auto t = parse(R"(course: {source: moodle-bpsdm, activity: "https://lms.example/course?id=2"}
modules:
  - id: m1
    title: Etika dan Integritas dalam Pelayanan
    source: moodle-bpsdm
    complete: ["https://lms.example/page?id=11", "https://lms.example/quiz?id=12"]
    score: {activity: "https://lms.example/quiz?id=12", minimum: 70%}
    before: s1
  - {id: m2, title: Komunikasi, source: moodle-bpsdm, complete: ["https://lms.example/page?id=21"]}
action_plan: {source: moodle-bpsdm, activity: "https://lms.example/assign?id=31", count: score_raw, minimum: 2}
feedback: {source: moodle-bpsdm, activity: "https://lms.example/feedback?id=41", required: true}
certificate: {required: true, number_from: lms_code}
badge: {source: moodle-bpsdm, activity: "https://lms.example/badges?id=5"}
)");
  ASSERT_THAT(problems(""), IsEmpty());
  ASSERT_THAT(t.problems, IsEmpty()) << t.problems.front().message();
  const auto& p = t.programme;
  EXPECT_THAT(p.course, Optional(activity_ref{"moodle-bpsdm", "https://lms.example/course?id=2"}));
  ASSERT_THAT(p.modules, SizeIs(2));
  EXPECT_EQ(p.modules[0].id, "m1");
  EXPECT_EQ(p.modules[0].title, "Etika dan Integritas dalam Pelayanan");
  EXPECT_EQ(p.modules[0].source, "moodle-bpsdm");
  EXPECT_THAT(p.modules[0].complete, ElementsAre("https://lms.example/page?id=11", "https://lms.example/quiz?id=12"));
  ASSERT_TRUE(p.modules[0].score);
  EXPECT_EQ(p.modules[0].score->activity, "https://lms.example/quiz?id=12");
  EXPECT_EQ(p.modules[0].score->minimum_percent, 70);
  EXPECT_EQ(p.modules[0].before, "s1");
  EXPECT_FALSE(p.modules[1].score);
  EXPECT_EQ(p.modules[1].before, "");
  ASSERT_TRUE(p.actions);
  EXPECT_EQ(p.actions->source, "moodle-bpsdm");
  EXPECT_THAT(p.actions->activities, ElementsAre("https://lms.example/assign?id=31"));
  EXPECT_EQ(p.actions->count, action_plan::counting::score_raw);
  EXPECT_EQ(p.actions->minimum, 2);
  ASSERT_TRUE(p.feedback);
  EXPECT_EQ(p.feedback->where, (activity_ref{"moodle-bpsdm", "https://lms.example/feedback?id=41"}));
  EXPECT_TRUE(p.feedback->required);
  EXPECT_TRUE(p.certificate.required);
  EXPECT_EQ(p.certificate.number_from, certificate_rule::origin::lms_code);
  EXPECT_THAT(p.badge, Optional(activity_ref{"moodle-bpsdm", "https://lms.example/badges?id=5"}));
  EXPECT_THAT(p.digest, SizeIs(64));
}

TEST(learning_rules, are_none_where_nothing_is_written) {
  const auto p = parse("").programme;
  EXPECT_FALSE(p.course || p.actions || p.feedback || p.badge || p.certificate.required);
  EXPECT_EQ(p.certificate.number_from, certificate_rule::origin::certificates_register);
  EXPECT_THAT(p.modules, IsEmpty());
}

TEST(learning_rules, count_graded_assignments_of_a_list) {
  const auto t = parse(
      "action_plan: {source: moodle-bpsdm, activities: [\"x:1\", \"x:2\"], count: assignments, "
      "minimum: 2}\n");
  ASSERT_THAT(t.problems, IsEmpty());
  EXPECT_THAT(t.programme.actions->activities, ElementsAre("x:1", "x:2"));
  EXPECT_EQ(t.programme.actions->count, action_plan::counting::assignments);
}

struct bad_rule {
  const char* yaml;
  const char* says;
};

class learning_rules_lines : public ::testing::TestWithParam<bad_rule> {};

TEST_P(learning_rules_lines, are_refused_with_their_line) {
  EXPECT_THAT(problems(std::string(GetParam().yaml) + "\n"),
              ElementsAre(HasSubstr(std::string("ppp-2026-01.yaml:8: ") + GetParam().says)));
}

#define JB_M1 "modules: [{id: m1, title: T, source: moodle-bpsdm, "

INSTANTIATE_TEST_SUITE_P(
    all, learning_rules_lines,
    ::testing::Values(
        bad_rule{"course: {source: moodle-other, activity: \"x:1\"}", "course.source: no source of a learning system"},
        bad_rule{"course: {source: zoom-bpsdm, activity: \"x:1\"}", "course.source: no source of a learning system"},
        bad_rule{"course: {source: moodle-bpsdm}", "course.activity: is missing"},
        bad_rule{"course: {source: moodle-bpsdm, activity: course 2}", "course.activity: is no IRI"},
        bad_rule{"modules: [{id: M1, title: T, source: moodle-bpsdm, complete: [\"x:1\"]}]", "modules[0].id: use a-z"},
        bad_rule{"modules: [{id: m1, source: moodle-bpsdm, complete: [\"x:1\"]}]", "modules[0].title: is missing"},
        bad_rule{"modules: [{id: m1, title: T, source: moodle, complete: [\"x:1\"]}]",
                 "modules[0].source: no source of a learning system"},
        bad_rule{"modules: [{id: m1, title: T, source: moodle-bpsdm}]", "modules[0].complete: is missing"},
        bad_rule{JB_M1 "complete: []}]", "modules[0].complete: names no activity"},
        bad_rule{JB_M1 "complete: [\"x:1\", \"x:1\"]}]", "modules[0].complete[1]: stands here twice"},
        bad_rule{JB_M1 "complete: [\"x 1\"]}]", "modules[0].complete[0]: is no IRI"},
        bad_rule{JB_M1 "complete: [\"x:1\"], score: {activity: \"x:1\", minimum: 101%}}]",
                 "modules[0].score.minimum: '101%' is no percentage"},
        bad_rule{JB_M1 "complete: [\"x:1\"], score: {activity: \"x:1\"}}]", "modules[0].score.minimum: is missing"},
        bad_rule{JB_M1 "complete: [\"x:1\"], score: {minimum: 70%}}]", "modules[0].score.activity: is missing"},
        bad_rule{JB_M1 "complete: [\"x:1\"], before: s2}]",
                 "modules[0].before: no session of this training has the id 's2'"},
        bad_rule{"action_plan: {source: moodle-bpsdm, activity: \"x:1\", minimum: 0}",
                 "action_plan.minimum: '0' is out of range"},
        bad_rule{"action_plan: {source: moodle-bpsdm, activity: \"x:1\"}", "action_plan.minimum: is missing"},
        bad_rule{"action_plan: {source: moodle-bpsdm, minimum: 1}", "action_plan.activity: is missing"},
        bad_rule{"action_plan: {source: moodle-bpsdm, activity: \"x:1\", activities: [\"x:2\"], minimum: 1}",
                 "action_plan.activities: stands beside `activity`"},
        bad_rule{"action_plan: {source: moodle-bpsdm, activities: [\"x:1\", \"x:2\"], minimum: 1}",
                 "action_plan.activities: one grade counts for score_raw"},
        bad_rule{"action_plan: {source: moodle-bpsdm, activities: [\"x:1\"], count: assignments, minimum: 2}",
                 "action_plan.minimum: can never be reached: 1 assignments are counted"},
        bad_rule{"action_plan: {source: moodle-bpsdm, activity: \"x:1\", count: raw, minimum: 2}",
                 "action_plan.count: 'raw' is not known"},
        bad_rule{"feedback: {source: moodle, activity: \"x:1\"}", "feedback.source: no source of a learning system"},
        bad_rule{"badge: {activity: \"x:1\"}", "badge.source: is missing"},
        bad_rule{"certificate: {number_from: lms_code}", "certificate.number_from: lms_code needs `course`"}));

TEST(learning_rules, refuse_two_modules_of_one_id) {
  const std::string module = "  - {id: m1, title: T, source: moodle-bpsdm, complete: [\"x:1\"]}\n";
  EXPECT_THAT(problems("modules:\n" + module + module),
              ElementsAre(HasSubstr(":10: modules[1].id: is the id of the module in line 9 already")));
}

TEST(an_activity_id, has_a_scheme_and_no_blanks) {
  EXPECT_TRUE(is_activity_id("https://lms.example.go.id/mod/quiz/view.php?id=12"));
  EXPECT_TRUE(is_activity_id("urn:uuid:1"));
  for (const auto* bad : {"", "quiz", ":1", "1:2", "https:", "https://a b", "https://a\n"})
    EXPECT_FALSE(is_activity_id(bad)) << bad;
  EXPECT_FALSE(is_activity_id("x:" + std::string(2000, 'a')));
}

}  // namespace

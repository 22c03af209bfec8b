#include "simulate/case_study.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>
#include <sstream>

#include "simulate/case_truth.hpp"
#include "simulate/case_workspace.hpp"
#include "simulate/moodle_bodies.hpp"
#include "simulate/summary.hpp"

namespace jembatan::simulate {
namespace {

namespace json = boost::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const date today = std::chrono::year{2026} / 6 / 20;

case_study of(int participants, std::uint64_t seed = 7) {
  return plan_case_study(participants, seed, today).value();
}

const participant& who(const case_study& c, path goes) {
  return *std::find_if(c.people.begin(), c.people.end(), [&](const participant& p) { return p.goes == goes; });
}

truth truth_of(const case_study& c, const participant& p) {
  return truth_of(c)[static_cast<std::size_t>(&p - c.people.data())];
}

TEST(simulate_case_study, shows_each_path_and_presence_to_thirty) {
  std::set<path> paths;
  std::set<role> roles;
  for (const participant& p : of(30).people) {
    paths.insert(p.goes);
    roles.insert(p.plays);
  }
  EXPECT_EQ(paths.size(), 15U);
  for (const role r :
       {role::host, role::facilitator, role::unknown_account, role::not_enrolled, role::link_owner, role::link_user,
        role::guest, role::rejoined, role::two_devices, role::breakout, role::no_leave, role::short_stay, role::absent})
    EXPECT_TRUE(roles.contains(r)) << to_string(r);
}

TEST(simulate_case_study, refuses_too_few) {
  EXPECT_FALSE(plan_case_study(least_in_case_study - 1, 1, today));
  EXPECT_TRUE(plan_case_study(least_in_case_study, 1, today));
}

TEST(simulate_case_study, is_repeated_by_its_seed) {
  const auto texts = [](std::uint64_t seed) {
    const case_study c = of(40, seed);
    dice d(seed);
    return training_yaml(c) + people_csv(c) + accounts_csv(c) + certificates_csv(c) + lines_of(bodies_of(c, d));
  };
  EXPECT_EQ(texts(3), texts(3));
  EXPECT_NE(texts(3), texts(4));
}

TEST(simulate_case_study, leaves_module_two_open_for_three_in_ten) {
  const case_study c = of(1000);
  const auto open = std::count_if(c.people.begin(), c.people.end(),
                                  [](const participant& p) { return p.listed && !p.modules[1].completed_at; });
  EXPECT_NEAR(static_cast<double>(open), 300, 15);
}

TEST(simulate_case_study, gives_two_numbers_to_one_person_one_after_the_other) {
  const case_study c = of(40);
  std::map<std::string, std::vector<std::string>> rows;
  std::istringstream csv(people_csv(c));
  for (std::string line; std::getline(csv, line);) rows[line.substr(0, line.find(','))].push_back(line);
  std::erase_if(rows, [](const auto& r) { return r.second.size() < 2; });
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_THAT(rows.begin()->second, ElementsAre(HasSubstr(",nippppk,"), HasSubstr(",nip,")));
}

TEST(simulate_case_truth, knows_what_each_path_ends_in) {
  const case_study c = of(200);
  const auto reasons = [&](path goes) { return truth_of(c, who(c, goes)).reasons; };
  EXPECT_THAT(reasons(path::unread), Contains("module:m2"));
  EXPECT_THAT(reasons(path::quiz_failed), Contains("module:m2"));
  EXPECT_THAT(reasons(path::taken_back), Contains("module:m2"));
  EXPECT_THAT(reasons(path::low_score), Contains("module:m4"));
  EXPECT_THAT(reasons(path::late_start), Contains("prerequisite:m1"));
  EXPECT_THAT(reasons(path::late_start), testing::Not(Contains("module:m1")));
  EXPECT_THAT(reasons(path::one_action), Contains("actions"));
  EXPECT_THAT(reasons(path::dropped_out), Contains("prerequisite:m3"));
  EXPECT_THAT(truth_of(c, who(c, path::badge_taken_back)).badge_at, IsEmpty());
  const truth regraded = truth_of(c, who(c, path::regraded));
  EXPECT_GE(regraded.modules.at(2).score.value(), 0.7);
}

TEST(simulate_case_truth, passes_through_its_line) {
  for (const truth& t : truth_of(of(40))) EXPECT_EQ(truth_from_line(to_line(t)).value(), t);
}

std::vector<std::string> deeds_of(const participant& p, deed::kind what) {
  std::vector<std::string> texts;
  for (const deed& d : p.deeds)
    if (d.what == what) texts.push_back(moodle_statement(p, d));
  return texts;
}

TEST(simulate_moodle, writes_as_php_without_an_id_and_in_whole_seconds) {
  const case_study c = of(40);
  const std::string text = deeds_of(who(c, path::diligent), deed::kind::completed).front();
  EXPECT_THAT(text, HasSubstr("\"homePage\":\"https:\\/\\/lms."));
  EXPECT_THAT(text, testing::Not(HasSubstr("//")));
  const json::object s = json::parse(text).as_object();
  EXPECT_FALSE(s.contains("id"));
  EXPECT_THAT(std::string(s.at("timestamp").as_string()), testing::EndsWith(".000Z"));
  EXPECT_EQ(s.at("context").at("contextActivities").at("parent").as_array().back().at("id").as_string(),
            course_activity());
}

TEST(simulate_moodle, scales_scores_from_minus_one_to_one) {
  const case_study c = of(40);
  const participant& p = who(c, path::quiz_failed);
  for (const std::string& text : deeds_of(p, deed::kind::attempted)) {
    const json::object score = json::parse(text).at("result").at("score").as_object();
    EXPECT_DOUBLE_EQ(score.at("scaled").as_double(), score.at("raw").to_number<double>() / 50 - 1);
  }
}

TEST(simulate_moodle, sends_a_regraded_attempt_twice_with_one_time) {
  const case_study c = of(40);
  std::multiset<std::string> keys;
  for (const std::string& text : deeds_of(who(c, path::regraded), deed::kind::attempted)) {
    const json::object s = json::parse(text).as_object();
    keys.insert(json::serialize(s.at("object")) + json::serialize(s.at("timestamp")));
  }
  EXPECT_EQ(keys.size(), 5U);
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), 4U);
}

TEST(simulate_moodle, sends_every_statement_and_some_again_in_another_split) {
  const case_study c = of(40);
  dice d(1);
  std::map<std::string, int> sent;
  for (const timed_body& b : moodle_bodies(c, d))
    for (const json::value batch = json::parse(b.body); const json::value& s : batch.as_array())
      ++sent[json::serialize(s)];
  std::set<std::string> wanted;
  for (const participant& p : c.people)
    for (const deed& one : p.deeds) wanted.insert(json::serialize(json::parse(moodle_statement(p, one))));
  EXPECT_EQ(sent.size(), wanted.size());
  EXPECT_TRUE(std::all_of(wanted.begin(), wanted.end(), [&](const std::string& s) { return sent.contains(s); }));
  EXPECT_TRUE(std::any_of(sent.begin(), sent.end(), [](const auto& s) { return s.second > 1; }));
}

TEST(simulate_summary, counts_what_a_manager_asks_for) {
  const auto record = [](const char* outcome, const char* met, const char* score, const char* reasons) {
    return std::string(R"({"outcome":")") + outcome +
           R"(","training":{"id":"t","title":"Contoh","start":"2026-03-02","end":"2026-04-30","jp":24},)" +
           R"("sessions":[{"id":"s1","minutes":200,"required":192,"met":true}],"modules":[{"id":"m1","met":)" + met +
           score + R"(}],"actions":{"applied":2,"required":2},"reasons":[)" + reasons + "]}";
  };
  const std::string text = summary_of(R"({"records":[)" + record("lulus", "true", R"(,"score":0.8)", "") + "," +
                                          record("hadir", "false", "", R"("module:m1")") + "]}",
                                      R"({"held":[{"reason":"not_enrolled"},{"reason":"not_enrolled"}]})")
                               .value();
  EXPECT_THAT(text, HasSubstr("Contoh, 2026-03-02 to 2026-04-30: 2 records\n"));
  EXPECT_THAT(text, HasSubstr("  attendance s1                     2 of 2     100 %  mean 200 min\n"));
  EXPECT_THAT(text, HasSubstr("  module     m1                     1 of 2      50 %  mean score 80 % of 1\n"));
  EXPECT_THAT(text, HasSubstr("  outcome    lulus                  1 of 2      50 %\n"));
  EXPECT_THAT(text, HasSubstr("given      24 JP"));
  EXPECT_THAT(text, HasSubstr("  reason     module:m1              1 of 2      50 %\n"));
  EXPECT_THAT(text, HasSubstr("held: not_enrolled 2\n"));
  EXPECT_FALSE(summary_of(R"({"records":[{}]})", R"({"held":[]})"));
}

}  // namespace
}  // namespace jembatan::simulate

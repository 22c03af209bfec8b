#include "simulate/plan.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "simulate/truth.hpp"
#include "simulate/workspace.hpp"

namespace jembatan::simulate {
namespace {

const date today = std::chrono::year{2026} / 3 / 2;

std::map<role, int> cast_of(const plan& p) {
  std::map<role, int> cast;
  for (const attendee& a : p.people) ++cast[a.plays];
  return cast;
}

TEST(simulate_plan, shows_one_of_each_role_to_twelve) {
  const plan p = plan_live_session(12, 42, today).value();
  EXPECT_EQ(p.people.size(), 12U);
  EXPECT_EQ(cast_of(p).size(), 12U);
}

TEST(simulate_plan, refuses_fewer_than_twelve) {
  EXPECT_FALSE(plan_live_session(11, 1, today));
}

TEST(simulate_plan, is_repeated_by_its_seed) {
  EXPECT_EQ(people_csv(plan_live_session(50, 9, today).value()), people_csv(plan_live_session(50, 9, today).value()));
  EXPECT_NE(people_csv(plan_live_session(50, 9, today).value()), people_csv(plan_live_session(50, 10, today).value()));
}

TEST(simulate_plan, gives_each_number_a_training_and_people_of_its_own) {
  std::set<std::string> seen;
  for (const int number : {1, 2, 25}) {
    const plan p = plan_live_session(100, 9, today, number).value();
    EXPECT_TRUE(seen.insert(p.training.id).second);
    for (const attendee& a : p.people) {
      EXPECT_TRUE(seen.insert(a.who.person_id).second);
      EXPECT_TRUE(seen.insert(a.who.nip).second);
      EXPECT_TRUE(seen.insert(a.who.email).second);
    }
  }
  EXPECT_FALSE(plan_live_session(100, 9, today, 26));
}

TEST(simulate_plan, lies_in_the_past_also_over_the_end_of_a_month) {
  const plan p = plan_live_session(12, 1, today).value();
  EXPECT_EQ(format_date(p.training.from), "2026-02-23");
  EXPECT_EQ(format_date(p.training.to), "2026-02-27");
  // 08:00 WIB is 01:00 UTC.
  EXPECT_EQ(format_rfc3339_short(time_point{p.training.opens}), "2026-02-25T01:00:00Z");
  EXPECT_EQ((p.training.closes - p.training.opens).count(), 4 * 3600);
}

TEST(simulate_plan, moves_between_rooms_within_one_second_on_one_connection) {
  const plan p = plan_live_session(200, 3, today).value();
  int seen = 0;
  for (const attendee& a : p.people) {
    if (a.plays != role::breakout) continue;
    ++seen;
    ASSERT_EQ(a.legs.size(), 3U);
    EXPECT_EQ(a.legs[0].left, a.legs[1].joined);
    EXPECT_EQ(a.legs[0].connection, a.legs[2].connection);
    EXPECT_NE(a.legs[0].user_id, a.legs[1].user_id);
  }
  EXPECT_GT(seen, 1);
}

TEST(simulate_plan, meets_the_share_to_the_second) {
  const std::vector<truth> all = truth_of(plan_live_session(400, 5, today).value());
  int seen = 0;
  for (const truth& t : all) {
    if (t.role == "exact_share") {
      EXPECT_EQ(t.sessions.at(0).minutes, 192);
      EXPECT_TRUE(t.sessions.at(0).met);
      ++seen;
    } else if (t.role == "one_second_less") {
      EXPECT_EQ(t.sessions.at(0).minutes, 191);
      EXPECT_FALSE(t.sessions.at(0).met);
      ++seen;
    }
  }
  EXPECT_GT(seen, 10);
}

TEST(simulate_plan, addresses_an_invitation_to_somebody_who_never_came) {
  const plan p = plan_live_session(12, 42, today).value();
  std::string shown, absent;
  for (const attendee& a : p.people) {
    if (a.plays == role::invited_guest) shown = a.shown_email;
    if (a.plays == role::absent) absent = a.who.email;
  }
  EXPECT_EQ(shown, absent);
}

TEST(simulate_plan, tells_thousands_of_people_apart) {
  const plan p = plan_live_session(5000, 11, today).value();
  std::set<std::string> nips, names, users;
  for (const attendee& a : p.people) {
    nips.insert(a.who.nip);
    names.insert(a.who.name);
    EXPECT_EQ(a.who.nip.size(), 18U);
    for (const leg& l : a.legs) EXPECT_TRUE(users.insert(l.user_id).second);
  }
  EXPECT_EQ(nips.size(), p.people.size());
  EXPECT_EQ(names.size(), p.people.size());
}

TEST(simulate_workspace, names_its_files_relative_to_the_configuration) {
  const std::string yaml = gateway_yaml(
      {.https = "127.0.0.1:0", .certificate = "/c.pem", .key = "/c.key", .siasn = "https://127.0.0.1:7", .ca = "/ca"});
  EXPECT_THAT(yaml, testing::HasSubstr("environment: test\n"));
  EXPECT_THAT(yaml, testing::HasSubstr("base_url: https://127.0.0.1:7/apisiasn/1.0\n"));
  EXPECT_THAT(yaml, testing::HasSubstr("secrets: [secrets/zoom]"));
}

TEST(simulate_workspace, has_no_target_without_an_address) {
  EXPECT_THAT(gateway_yaml({}), testing::Not(testing::HasSubstr("targets:")));
}

TEST(simulate_workspace, lists_participants_without_a_header) {
  const std::string csv = participants_csv(plan_live_session(12, 1, today).value());
  EXPECT_TRUE(csv.starts_with("P-"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 7);
}

}  // namespace
}  // namespace jembatan::simulate

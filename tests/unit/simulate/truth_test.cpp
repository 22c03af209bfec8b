#include "simulate/truth.hpp"

#include <gmock/gmock.h>

namespace jembatan::simulate {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

const instant t0{seconds{1'700'000'000}};
interval between(int from, int to) {
  return {t0 + seconds{from}, t0 + seconds{to}};
}

TEST(simulate_intervals, overlap_counts_once) {
  EXPECT_EQ(covered_seconds({between(0, 100), between(50, 150)}, between(0, 1000)), 150);
  EXPECT_EQ(covered_seconds({between(0, 100), between(10, 20)}, between(0, 1000)), 100);
}

TEST(simulate_intervals, are_clipped_to_the_window) {
  EXPECT_EQ(covered_seconds({between(-50, 10), between(990, 2000)}, between(0, 1000)), 20);
  EXPECT_EQ(covered_seconds({between(-50, -10), between(1001, 2000)}, between(0, 1000)), 0);
}

TEST(simulate_intervals, may_come_in_any_order) {
  EXPECT_EQ(covered_seconds({between(200, 300), between(0, 100), between(100, 200)}, between(0, 1000)), 300);
}

truth only(const std::vector<truth>& all, std::string_view role) {
  for (const truth& t : all)
    if (t.role == role) return t;
  ADD_FAILURE() << "nobody plays " << role;
  return {};
}

std::vector<truth> twelve() {
  return truth_of(plan_live_session(12, 7, std::chrono::year{2026} / 3 / 20).value());
}

TEST(simulate_truth, knows_the_outcome_of_each_role) {
  const std::vector<truth> all = twelve();
  for (const char* role : {"full", "rejoined", "two_devices", "breakout"}) {
    EXPECT_EQ(only(all, role).outcome, "lulus") << role;
    EXPECT_THAT(only(all, role).reasons, ElementsAre()) << role;
  }
  EXPECT_EQ(only(all, "no_leave").outcome, "lulus");
  EXPECT_THAT(only(all, "no_leave").reasons, ElementsAre("leave_unknown:s1"));
  EXPECT_EQ(only(all, "short_stay").outcome, "hadir");
  EXPECT_THAT(only(all, "short_stay").reasons, ElementsAre("session:s1"));
  EXPECT_EQ(only(all, "absent").outcome, "tidak_lulus");
  EXPECT_EQ(only(all, "absent").sessions.at(0).minutes, 0);
  EXPECT_EQ(only(all, "absent").sessions.at(0).required, 192);
}

TEST(simulate_truth, holds_whom_the_directory_or_the_list_lacks) {
  const std::vector<truth> all = twelve();
  for (const char* role : {"guest", "unknown_account", "invited_guest"}) {
    EXPECT_EQ(only(all, role).expect, truth::state::held) << role;
    EXPECT_EQ(only(all, role).reason, "person_unknown") << role;
  }
  EXPECT_EQ(only(all, "not_enrolled").reason, "not_enrolled");
  EXPECT_EQ(only(all, "host").expect, truth::state::none);
}

TEST(simulate_truth, passes_through_its_line) {
  for (const truth& t : twelve()) EXPECT_EQ(truth_from_line(to_line(t)).value(), t);
}

TEST(simulate_truth, refuses_a_line_that_lacks_a_field) {
  EXPECT_FALSE(truth_from_line("{\"who\":\"P-1\"}"));
  EXPECT_FALSE(truth_from_line("[]"));
  EXPECT_FALSE(truth_from_line("{"));
}

}  // namespace
}  // namespace jembatan::simulate

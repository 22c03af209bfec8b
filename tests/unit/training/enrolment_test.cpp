#include "training/enrolment.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "given.hpp"

namespace jembatan::training {
namespace {

using namespace given;
using kind = standing::kind;

constexpr auto day_before = std::chrono::hours{24};

// A registration of the given day whose events said this; 09:00 is when the session's window opens, 12:00 when it ends.
registration with(std::vector<standing> standings) {
  registration r{"zoom-test", "90000000001", at("09:00") - day_before, std::move(standings)};
  for (const auto& s : r.standings) r.first_at = std::min(r.first_at, s.at);
  return r;
}

standing said(kind what, std::string_view clock) {
  return {what, at(clock)};
}

bool enrolled(std::vector<standing> standings) {
  return enrols(with(std::move(standings)), session());
}

TEST(enrolment, is_by_an_approved_registration) {
  EXPECT_TRUE(enrolled({said(kind::approved, "08:00")}));
  EXPECT_FALSE(enrolled({said(kind::pending, "08:00")}));
  EXPECT_TRUE(enrolled({said(kind::pending, "08:00"), said(kind::approved, "08:30")}));
  EXPECT_FALSE(enrolled({}));
}

TEST(enrolment, ends_when_the_registration_is_cancelled_or_denied_before_the_session) {
  EXPECT_FALSE(enrolled({said(kind::approved, "08:00"), said(kind::cancelled, "08:30")}));
  EXPECT_FALSE(enrolled({said(kind::approved, "08:00"), said(kind::denied, "08:30")}));
  EXPECT_FALSE(enrolled({said(kind::pending, "08:00"), said(kind::denied, "08:30")}));
}

TEST(enrolment, comes_back_when_approved_again) {
  EXPECT_TRUE(enrolled({said(kind::approved, "08:00"), said(kind::cancelled, "08:10"), said(kind::approved, "08:20")}));
}

TEST(enrolment, is_judged_at_the_start_of_the_session) {
  EXPECT_FALSE(enrolled({said(kind::approved, "08:00"), said(kind::cancelled, "09:00")}));
  EXPECT_TRUE(enrolled({said(kind::approved, "08:00"), said(kind::cancelled, "09:01")}));
  EXPECT_TRUE(enrolled({said(kind::approved, "08:00"), said(kind::denied, "13:00")}));
}

TEST(enrolment, may_come_late) {
  EXPECT_TRUE(enrolled({said(kind::approved, "09:20")}));
  EXPECT_TRUE(enrolled({said(kind::pending, "08:00"), said(kind::approved, "15:00")}));
  EXPECT_TRUE(enrolled({said(kind::approved, "09:20"), said(kind::cancelled, "09:30")}));
}

TEST(enrolment, at_one_instant_is_what_takes_it_away) {
  EXPECT_FALSE(enrolled({said(kind::cancelled, "08:00"), said(kind::approved, "08:00")}));
  EXPECT_TRUE(enrolled({said(kind::pending, "08:00"), said(kind::approved, "08:00")}));
}

TEST(enrolment, is_for_the_meeting_of_the_registration) {
  auto other_meeting = with({said(kind::approved, "08:00")}), other_source = other_meeting;
  other_meeting.meeting_id = "90000000002";
  other_source.source = "zoom-lain";
  EXPECT_FALSE(enrols(other_meeting, session()));
  EXPECT_FALSE(enrols(other_source, session()));
}

TEST(enrolment, is_not_for_sessions_that_were_over_before_it_began) {
  auto late = with({said(kind::approved, "12:00")});
  late.first_at = at("12:00");
  EXPECT_FALSE(concerns(late, session()));
  EXPECT_FALSE(enrols(late, session()));
}

TEST(enrolment, in_a_training_is_by_any_registration_for_any_session) {
  auto rules = training();
  rules.sessions.push_back(session("s2"));
  rules.sessions.back().meeting_id = "90000000002";
  auto first = with({said(kind::approved, "08:00"), said(kind::cancelled, "08:01")}), second = first;
  EXPECT_FALSE(enrols({first}, rules));
  second.meeting_id = "90000000002";
  second.standings.pop_back();
  EXPECT_TRUE(enrols({first, second}, rules));
}

TEST(enrolment, does_not_depend_on_the_order_of_what_was_said) {
  std::vector<standing> all{said(kind::pending, "07:00"),   said(kind::approved, "08:00"),
                            said(kind::cancelled, "08:10"), said(kind::cancelled, "08:10"),
                            said(kind::approved, "08:50"),  said(kind::denied, "09:30")};
  std::sort(all.begin(), all.end());
  int orders = 0;
  do {
    ASSERT_TRUE(enrolled(all));
    ++orders;
  } while (std::next_permutation(all.begin(), all.end()));
  EXPECT_EQ(orders, 360);
}

TEST(enrolment, has_words_that_round_trip) {
  for (const auto k : {kind::pending, kind::approved, kind::cancelled, kind::denied})
    EXPECT_EQ(standing_from(to_text(k)), k);
  EXPECT_EQ(standing_from("waiting"), std::nullopt);
  EXPECT_EQ(standing_from(""), std::nullopt);
}

}  // namespace
}  // namespace jembatan::training

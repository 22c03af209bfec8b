#include "training/activity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "given.hpp"

namespace jembatan::training {
namespace {

using namespace given;
using kind = activity_event::kind;
using testing::DoubleNear;
using testing::Eq;
using testing::Optional;

score marks(std::optional<double> raw, std::optional<double> min, std::optional<double> max,
            std::optional<double> scaled = {}) {
  return {raw, min, max, scaled};
}

// --- Scores (SEMANTICS.md 5.2)

TEST(a_score, is_its_share_of_the_span_between_min_and_max) {
  EXPECT_THAT(share_of(marks(75, 50, 100)), Optional(DoubleNear(0.5, 1e-9)));
}

TEST(a_score, begins_at_zero_where_no_min_is_given) {
  EXPECT_THAT(share_of(marks(7, {}, 10)), Optional(DoubleNear(0.7, 1e-9)));
}

TEST(a_score, is_the_scaled_one_only_without_raw_or_max) {
  EXPECT_THAT(share_of(marks(80, 0, 100, 0.1)), Optional(DoubleNear(0.8, 1e-9)));
  EXPECT_THAT(share_of(marks(80, 0, {}, 0.1)), Optional(DoubleNear(0.1, 1e-9)));
  EXPECT_THAT(share_of(marks({}, 0, 100, 0.1)), Optional(DoubleNear(0.1, 1e-9)));
}

TEST(a_score, says_nothing_without_span_or_scale) {
  EXPECT_FALSE(share_of(marks(80, 0, {})));
  EXPECT_FALSE(share_of(marks(0, 0, 0)));
  EXPECT_FALSE(share_of(marks({}, {}, {})));
}

TEST(the_latest_score, counts_whatever_came_before_and_in_any_order) {
  const auto first = scored(at("09:00"), 90), second = scored(at("10:00"), 40);
  EXPECT_THAT(latest_score(at_activity(quiz, {second, first}))->raw, Optional(40.0));
  EXPECT_THAT(latest_score(at_activity(quiz, {first, second}))->raw, Optional(40.0));
}

TEST(the_latest_score, is_the_higher_one_of_two_at_one_instant) {
  const auto low = scored(at("09:00"), 40), high = scored(at("09:00"), 90);
  EXPECT_THAT(latest_score(at_activity(quiz, {high, low}))->raw, Optional(90.0));
  EXPECT_THAT(latest_score(at_activity(quiz, {low, high}))->raw, Optional(90.0));
}

TEST(the_latest_score, is_not_taken_away_by_an_event_that_says_nothing) {
  EXPECT_THAT(latest_score(at_activity(quiz, {scored(at("09:00"), 90), scored(at("10:00"), {}, {})}))->raw,
              Optional(90.0));
}

// --- Completion (SEMANTICS.md 5.2, 5.6)

TEST(completion, stands_when_the_latest_state_is_completed) {
  EXPECT_TRUE(completion_of(at_activity(page, {did(kind::completed, at("09:00"))})).stands);
  EXPECT_FALSE(completion_of(at_activity(page, {})).stands);
  EXPECT_FALSE(completion_of(at_activity(page, {did(kind::progressed, at("09:00"))})).stands);
}

TEST(completion, falls_with_a_later_reopening_and_stands_again_with_the_next_completion) {
  const auto first = did(kind::completed, at("09:00")), reopened = did(kind::reopened, at("10:00")),
             again = did(kind::completed, at("11:00"));
  EXPECT_FALSE(completion_of(at_activity(page, {reopened, first})).stands);
  const auto all = completion_of(at_activity(page, {again, reopened, first}));
  EXPECT_TRUE(all.stands);
  EXPECT_THAT(all.first, Optional(at("09:00")));  // not moved
}

TEST(completion, is_none_when_it_was_failed) {
  const auto failed = did(kind::failed, at("09:00"));
  EXPECT_FALSE(completion_of(at_activity(quiz, {failed})).stands);
  EXPECT_FALSE(completion_of(at_activity(quiz, {failed})).first);
  EXPECT_FALSE(completion_of(at_activity(quiz, {did(kind::completed, at("08:00")), failed})).stands);
}

TEST(completion, yields_to_a_reopening_and_to_a_failure_in_the_same_second) {
  const auto done = did(kind::completed, at("09:00"));
  EXPECT_FALSE(completion_of(at_activity(page, {done, did(kind::reopened, at("09:00"))})).stands);
  EXPECT_FALSE(completion_of(at_activity(page, {did(kind::reopened, at("09:00")), done})).stands);
  EXPECT_FALSE(completion_of(at_activity(page, {did(kind::failed, at("09:00")), done})).stands);
}

// --- What was given and taken back

TEST(a_badge, stands_from_the_first_award_after_the_last_revocation) {
  const auto award = [](std::string_view when) { return did(kind::badge_awarded, at(when)); };
  const auto revoke = [](std::string_view when) { return did(kind::badge_revoked, at(when)); };
  const auto stands = [](std::vector<activity_event> events) {
    return standing_gift(at_activity(badge, std::move(events)), kind::badge_awarded, kind::badge_revoked);
  };
  EXPECT_EQ(stands({award("10:00"), award("09:00")})->at, at("09:00"));
  EXPECT_FALSE(stands({revoke("10:00"), award("09:00")}));
  EXPECT_EQ(stands({award("11:00"), revoke("10:00"), award("09:00"), award("12:00")})->at, at("11:00"));
}

TEST(a_badge, is_revoked_when_both_happened_in_one_second) {
  EXPECT_FALSE(
      standing_gift(at_activity(badge, {did(kind::badge_awarded, at("09:00")), did(kind::badge_revoked, at("09:00"))}),
                    kind::badge_awarded, kind::badge_revoked));
}

// --- Histories

TEST(histories, of_one_activity_are_one_whatever_their_order) {
  const auto a = did(kind::completed, at("09:00")), b = did(kind::reopened, at("10:00"));
  const auto all = canonical({at_activity(quiz, {b}), at_activity(page, {}), at_activity(quiz, {a, b})});
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].where.id, quiz);
  EXPECT_EQ(all[1].events, (std::vector{a, b}));
}

TEST(a_counting_fact, is_a_completion_a_score_a_submission_a_certificate_or_a_badge) {
  for (const auto what :
       {kind::completed, kind::scored, kind::submitted, kind::graded, kind::certificate_issued, kind::badge_awarded}) {
    EXPECT_THAT(first_counting(at_activity(page, {did(what, at("10:00")), did(what, at("09:00"))})),
                Optional(at("09:00")));
  }
  for (const auto what : {kind::progressed, kind::failed, kind::reopened, kind::posted, kind::answered,
                          kind::certificate_revoked, kind::badge_revoked}) {
    EXPECT_THAT(first_counting(at_activity(page, {did(what, at("09:00"))})), Eq(std::nullopt));
  }
}

}  // namespace
}  // namespace jembatan::training

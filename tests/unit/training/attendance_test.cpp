#include "training/attendance.hpp"

#include <gtest/gtest.h>

#include "given.hpp"

namespace jembatan::training {
namespace {

using namespace given;

attendance attend_run(std::vector<presence_event> events) {
  return attend(in_one_run(std::move(events)), session());
}

// --- Which occurrence belongs to which session (SEMANTICS.md 4.2)

TEST(occurrence_span, reaches_from_its_start_to_its_end) {
  EXPECT_EQ(span(run()), (window{at("08:45"), at("12:10")}));
}

TEST(occurrence_span, is_24_hours_while_the_end_is_unknown) {
  auto o = run();
  o.ended.reset();
  EXPECT_EQ(span(o), (window{at("08:45"), at("08:45") + std::chrono::hours(24)}));
}

TEST(occurrence_span, is_never_empty) {
  auto o = run();
  o.ended = o.started - std::chrono::minutes(5);
  EXPECT_EQ(span(o).to - span(o).from, duration(1));
}

TEST(occurrence, belongs_to_a_session_whose_window_it_overlaps) {
  EXPECT_TRUE(belongs(run(), session()));
}

TEST(occurrence, belongs_to_every_session_whose_window_it_overlaps) {
  auto morning = session(), noon = session("s2");
  morning.when = {at("09:00"), at("10:00")};
  noon.when = {at("11:00"), at("13:00")};
  EXPECT_TRUE(belongs(run(), morning));
  EXPECT_TRUE(belongs(run(), noon));
}

TEST(occurrence, that_ends_when_the_window_opens_does_not_belong) {
  auto o = run();
  o.started = at("08:00");
  o.ended = at("09:00");
  EXPECT_FALSE(belongs(o, session()));
  o.ended = at("09:00:01");
  EXPECT_TRUE(belongs(o, session()));
}

TEST(occurrence, that_starts_when_the_window_closes_does_not_belong) {
  auto o = run();
  o.ended = at("13:00");
  o.started = at("12:00");
  EXPECT_FALSE(belongs(o, session()));
  o.started = at("11:59:59");
  EXPECT_TRUE(belongs(o, session()));
}

TEST(occurrence, of_another_meeting_or_source_does_not_belong) {
  auto other_meeting = run(), other_source = run();
  other_meeting.meeting_id = "90000000002";
  other_source.source = "zoom-other";
  EXPECT_FALSE(belongs(other_meeting, session()));
  EXPECT_FALSE(belongs(other_source, session()));
}

TEST(occurrence, without_a_known_end_belongs_to_a_window_within_24_hours) {
  auto o = run();
  o.ended.reset();
  o.started = at("12:00") - std::chrono::hours(26);  // 24 h end at 10:00 of the day
  EXPECT_TRUE(belongs(o, session()));
  o.started = at("09:00") - std::chrono::hours(24);
  EXPECT_FALSE(belongs(o, session()));
}

// --- Pairing (SEMANTICS.md 4.3)

TEST(attendance_of_a_session, is_nothing_without_events) {
  const auto found = attend({}, session());
  EXPECT_EQ(found.seconds, 0);
  EXPECT_FALSE(found.leave_unknown || found.session_end_unknown);
}

TEST(attendance_of_a_session, is_from_join_to_leave) {
  const auto found = attend_run({joined("c1", "u1", "09:10"), left("c1", "u1", "10:00:30")});
  EXPECT_EQ(found.seconds, minutes(50) + 30);
  EXPECT_FALSE(found.leave_unknown || found.session_end_unknown);
}

TEST(attendance_of_a_session, is_clipped_to_the_window) {
  EXPECT_EQ(attend(whole_session(), session()).seconds, minutes(180));
}

TEST(attendance_of_a_session, does_not_depend_on_the_order_of_arrival) {
  // A left whose delivery failed arrives an hour later, after the next join.
  EXPECT_EQ(attend_run({joined("c2", "u2", "10:05"), left("c2", "u2", "11:00"), left("c1", "u1", "10:00"),
                        joined("c1", "u1", "09:00")})
                .seconds,
            minutes(60 + 55));
}

TEST(attendance_of_a_session, counts_equal_events_once) {
  const auto join = joined("c1", "u1", "09:10");
  const auto leave = left("c1", "u1", "10:00");
  const auto found = attend_run({join, join, leave, join, leave});
  EXPECT_EQ(found.seconds, minutes(50));
  EXPECT_FALSE(found.leave_unknown);
}

TEST(attendance_of_a_session, goes_on_through_a_breakout_move_within_one_second) {
  const auto found = attend_run(
      {joined("c1", "u1", "09:00"), left("c1", "u1", "09:30"), joined("c1", "u2", "09:30"), left("c1", "u2", "10:00")});
  EXPECT_EQ(found.seconds, minutes(60));
  EXPECT_FALSE(found.leave_unknown);
}

TEST(attendance_of_a_session, goes_on_when_the_join_of_a_move_was_delivered_before_the_leave) {
  EXPECT_EQ(attend_run({joined("c1", "u1", "09:00"), joined("c1", "u2", "09:30"), left("c1", "u1", "09:30"),
                        left("c1", "u2", "10:00")})
                .seconds,
            minutes(60));
}

TEST(attendance_of_a_session, goes_on_after_a_move_whose_last_leave_is_missing) {
  const auto found = attend_run({joined("c1", "u1", "09:00"), left("c1", "u1", "09:30"), joined("c1", "u2", "09:30")});
  EXPECT_EQ(found.seconds, minutes(180));
  EXPECT_TRUE(found.leave_unknown);
}

TEST(attendance_of_a_session, adds_a_rejoin_under_a_new_connection) {
  EXPECT_EQ(attend_run({joined("c1", "u1", "09:00"), left("c1", "u1", "09:30"), joined("c2", "u2", "10:00"),
                        left("c2", "u2", "10:20")})
                .seconds,
            minutes(50));
}

TEST(attendance_of_a_session, counts_two_devices_at_once_only_once) {
  EXPECT_EQ(attend_run({joined("laptop", "u1", "09:00"), left("laptop", "u1", "10:30"), joined("phone", "u2", "10:00"),
                        left("phone", "u2", "11:00")})
                .seconds,
            minutes(120));
}

TEST(attendance_of_a_session, lets_no_connection_close_another_one) {
  const auto found = attend_run({joined("laptop", "u1", "09:00"), left("phone", "u2", "09:30")});
  EXPECT_EQ(found.seconds, minutes(180));
  EXPECT_TRUE(found.leave_unknown);
}

TEST(attendance_of_a_session, pairs_several_visits_of_one_leg_in_time_order) {
  EXPECT_EQ(attend_run({left("c1", "u1", "11:00"), joined("c1", "u1", "10:30"), left("c1", "u1", "09:40"),
                        joined("c1", "u1", "09:10")})
                .seconds,
            minutes(60));
}

TEST(attendance_of_a_session, goes_on_in_a_leg_that_is_left_and_joined_in_one_second) {
  EXPECT_EQ(attend_run({joined("c1", "u1", "09:00"), left("c1", "u1", "09:30"), joined("c1", "u1", "09:30"),
                        left("c1", "u1", "10:00")})
                .seconds,
            minutes(60));
}

TEST(attendance_of_a_session, is_nothing_for_a_visit_that_began_and_ended_in_one_second) {
  const auto found = attend_run({joined("c1", "u1", "09:30"), left("c1", "u1", "09:30")});
  EXPECT_EQ(found.seconds, 0);
  EXPECT_FALSE(found.leave_unknown);
}

TEST(attendance_of_a_session, closes_an_unpaired_join_by_an_unpaired_leave_of_another_leg) {
  // The left of u1 and the join of u2 were lost.
  const auto found = attend_run({joined("c1", "u1", "09:00"), left("c1", "u2", "10:00")});
  EXPECT_EQ(found.seconds, minutes(60));
  EXPECT_FALSE(found.leave_unknown);
}

TEST(attendance_of_a_session, looks_at_other_legs_only_for_what_stays_unpaired) {
  // By time alone, the left of u2 at 09:20 would have closed u1.
  EXPECT_EQ(attend_run({joined("c1", "u1", "09:00"), joined("c1", "u2", "09:10"), left("c1", "u2", "09:20"),
                        left("c1", "u1", "10:00")})
                .seconds,
            minutes(60));
}

TEST(attendance_of_a_session, leaves_a_leg_open_although_the_connection_goes_on_with_another_one) {
  // The left of u1 is missing; u2 has both its ends and takes no part.
  const auto found = attend_run({joined("c1", "u1", "09:00"), joined("c1", "u2", "09:30"), left("c1", "u2", "10:00")});
  EXPECT_EQ(found.seconds, minutes(180));
  EXPECT_TRUE(found.leave_unknown);
}

TEST(attendance_of_a_session, lets_the_join_win_a_tie_between_unpaired_legs) {
  const auto found = attend_run({left("c1", "u1", "09:30"), joined("c1", "u2", "09:30")});
  EXPECT_EQ(found.seconds, minutes(150));
  EXPECT_TRUE(found.leave_unknown);
}

TEST(attendance_of_a_session, is_nothing_for_a_leave_alone) {
  const auto found = attend_run({left("c1", "u1", "10:00")});
  EXPECT_EQ(found.seconds, 0);
  EXPECT_FALSE(found.leave_unknown || found.session_end_unknown);
}

TEST(attendance_of_a_session, is_nothing_for_a_leave_before_the_join_of_its_leg) {
  const auto found = attend_run({left("c1", "u1", "09:10"), joined("c1", "u1", "11:00")});
  EXPECT_EQ(found.seconds, minutes(60));
  EXPECT_TRUE(found.leave_unknown);
}

// --- Ends that are not known

TEST(a_missing_leave, ends_with_the_occurrence) {
  auto o = run();
  o.ended = at("11:00");
  const auto found = attend({{o, {joined("c1", "u1", "09:00")}}}, session());
  EXPECT_EQ(found.seconds, minutes(120));
  EXPECT_TRUE(found.leave_unknown);
  EXPECT_FALSE(found.session_end_unknown);
}

TEST(a_missing_leave, ends_at_the_latest_time_known_while_the_end_is_unknown) {
  auto o = run();
  o.ended.reset();
  o.latest = at("10:15");
  const auto found = attend({{o, {joined("c1", "u1", "09:00")}}}, session());
  EXPECT_EQ(found.seconds, minutes(75));
  EXPECT_TRUE(found.session_end_unknown);
  EXPECT_FALSE(found.leave_unknown);
}

TEST(a_missing_leave, is_in_doubt_although_the_join_is_the_latest_event) {
  for (const auto* clock : {"09:00", "09:30", "11:59:59"}) {
    auto o = run();
    o.ended.reset();
    o.latest = at(clock);
    const auto found = attend({{o, {joined("c1", "u1", clock)}}}, session());
    EXPECT_EQ(found.seconds, 0) << clock;
    EXPECT_TRUE(found.session_end_unknown) << clock;
  }
}

TEST(a_missing_leave, has_no_length_where_the_occurrence_ended_before_the_join) {
  auto o = run();
  o.ended = at("10:00");
  const auto found =
      attend({{o, {joined("c1", "u1", "09:00"), left("c1", "u1", "09:20"), joined("c2", "u2", "10:30")}}}, session());
  EXPECT_EQ(found.seconds, minutes(20));
  EXPECT_TRUE(found.leave_unknown);
}

TEST(a_missing_leave, says_nothing_about_a_window_that_its_stretch_does_not_reach) {
  auto early = run(), late = run();
  early.ended.reset();
  early.latest = at("08:59");
  EXPECT_FALSE(attend({{early, {joined("c1", "u1", "08:50")}}}, session()).session_end_unknown);
  late.ended = at("13:00");
  EXPECT_FALSE(attend({{late, {joined("c1", "u1", "12:00")}}}, session()).leave_unknown);
  EXPECT_TRUE(attend({{late, {joined("c1", "u1", "11:59:59")}}}, session()).leave_unknown);
}

TEST(a_missing_leave, is_not_in_doubt_when_every_leave_is_there_though_the_end_is_not) {
  auto o = run();
  o.ended.reset();
  const auto found = attend({{o, {joined("c1", "u1", "09:00"), left("c1", "u1", "10:00")}}}, session());
  EXPECT_EQ(found.seconds, minutes(60));
  EXPECT_FALSE(found.session_end_unknown);
}

TEST(a_leave, counts_although_its_time_is_after_the_end_of_the_occurrence) {
  auto o = run();
  o.ended = at("10:00");
  EXPECT_EQ(attend({{o, {joined("c1", "u1", "09:00"), left("c1", "u1", "10:00:23")}}}, session()).seconds,
            minutes(60) + 23);
}

// --- Occurrences

TEST(a_practice_session, gives_no_time_and_no_doubt) {
  auto o = run();
  o.practice = true;
  const auto found =
      attend({{o, {joined("c1", "u1", "09:00"), left("c1", "u1", "10:00"), joined("c2", "u2", "10:30")}}}, session());
  EXPECT_EQ(found.seconds, 0);
  EXPECT_FALSE(found.leave_unknown);
}

TEST(a_restarted_meeting, adds_its_occurrences) {
  auto first = run("run-1"), second = run("run-2");
  first.ended = at("10:00");
  second.started = at("10:05");
  EXPECT_EQ(attend({{first, {joined("c1", "u1", "09:00"), left("c1", "u1", "10:00")}},
                    {second, {joined("c2", "u2", "10:05"), left("c2", "u2", "11:00")}}},
                   session())
                .seconds,
            minutes(60 + 55));
}

TEST(a_restarted_meeting, closes_no_leg_by_a_leave_of_the_other_occurrence) {
  auto first = run("run-1"), second = run("run-2");
  first.ended = at("10:00");
  second.started = at("10:05");
  const auto found = attend({{first, {joined("c1", "u1", "09:00")}}, {second, {left("c1", "u1", "11:00")}}}, session());
  EXPECT_EQ(found.seconds, minutes(60));
  EXPECT_TRUE(found.leave_unknown);
}

TEST(occurrences_of_other_meetings, give_no_time) {
  auto o = run();
  o.meeting_id = "90000000002";
  EXPECT_EQ(attend({{o, {joined("c1", "u1", "09:00"), left("c1", "u1", "10:00")}}}, session()).seconds, 0);
}

TEST(canonical_presence, joins_entries_of_one_occurrence_and_spans_them) {
  auto a = run(), b = run();
  a.ended = at("11:00");
  b.started = at("08:30");
  b.ended.reset();
  b.latest = at("12:30");
  const auto all = canonical({{a, {left("c1", "u1", "10:00"), joined("c1", "u1", "09:00")}},
                              {b, {joined("c1", "u1", "09:00"), left("c2", "u2", "10:00")}}});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].where.started, at("08:30"));
  EXPECT_EQ(all[0].where.ended, at("11:00"));
  EXPECT_EQ(all[0].where.latest, at("12:30"));
  EXPECT_EQ(all[0].events,
            (std::vector{joined("c1", "u1", "09:00"), left("c1", "u1", "10:00"), left("c2", "u2", "10:00")}));
}

}  // namespace
}  // namespace jembatan::training

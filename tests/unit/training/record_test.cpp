#include "training/record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "given.hpp"

namespace jembatan::training {
namespace {

using namespace given;
using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr duration settle = hours(48);
const time_point during = at("13:00");

directory people() {
  return directory({person("P-1"), person("P-2"), person("P-9")}, {});
}

person_facts enrolled(std::vector<presence> presences) {
  return {"P-1", true, std::move(presences)};
}
person_facts not_enrolled(std::vector<presence> presences) {
  return {"P-1", false, std::move(presences)};
}

std::optional<record> evaluated(const person_facts& facts, const programme& rules = training(),
                                time_point now = during) {
  return evaluate(facts, rules, people(), now, settle);
}

std::vector<presence> present(std::string_view from, std::string_view to) {
  return in_one_run({joined("c1", "u1", from), left("c1", "u1", to)});
}

programme with_sessions(std::vector<live_session> sessions) {
  auto p = training();
  p.sessions = std::move(sessions);
  return p;
}

programme open_training() {
  auto p = training();
  p.enrol = enrolment::open;
  p.participants.clear();
  return p;
}

// --- Who has a record (SEMANTICS.md 5.1)

TEST(a_record, exists_for_an_enrolled_person_from_the_start_of_the_training) {
  const auto midnight = utc("2026-03-16T00:00:00+07:00");
  EXPECT_FALSE(evaluated(enrolled({}), training(), midnight - duration(1)));
  EXPECT_TRUE(evaluated(enrolled({}), training(), midnight));
}

TEST(a_record, begins_at_midnight_of_the_zone_of_the_training) {
  auto p = training();
  p.offset = hours(9);
  EXPECT_TRUE(evaluated(enrolled({}), p, utc("2026-03-16T00:00:00+09:00")));
  EXPECT_FALSE(evaluated(enrolled({}), p, utc("2026-03-15T23:59:59+09:00")));
}

TEST(a_record, does_not_exist_for_somebody_present_but_not_enrolled) {
  EXPECT_FALSE(evaluated(not_enrolled(whole_session())));
}

TEST(a_record, does_not_exist_for_staff_even_if_enrolled_and_present) {
  EXPECT_FALSE(evaluated({"P-9", true, whole_session()}));
  auto p = open_training();
  EXPECT_FALSE(evaluated({"P-9", false, whole_session()}, p));
}

TEST(a_record, exists_under_open_enrolment_from_the_first_second_in_a_window) {
  EXPECT_FALSE(evaluated(not_enrolled({}), open_training()));
  EXPECT_FALSE(evaluated(not_enrolled(present("08:50", "09:00")), open_training()));
  EXPECT_TRUE(evaluated(not_enrolled(present("08:50", "09:00:01")), open_training()));
}

TEST(a_record, does_not_exist_for_a_person_outside_the_register) {
  EXPECT_FALSE(evaluated({"P-7", true, whole_session()}));
}

// --- Sessions (SEMANTICS.md 4.4)

TEST(a_session_result, is_met_from_exactly_the_required_second) {
  const auto enough = evaluated(enrolled(present("09:00", "11:24")));
  EXPECT_THAT(enough->sessions, ElementsAre(session_result{"s1", 144, 144, true}));
  const auto short_by_one = evaluated(enrolled(present("09:00:01", "11:24")));
  EXPECT_THAT(short_by_one->sessions, ElementsAre(session_result{"s1", 143, 144, false}));
}

TEST(a_session_result, rounds_minutes_down_and_required_up_but_compares_seconds) {
  auto s = session();
  s.when = {at("09:00"), at("09:00:59")};
  s.attendance_percent = 50;  // 29.5 s
  EXPECT_THAT(evaluated(enrolled(present("09:00", "09:00:30")), with_sessions({s}))->sessions,
              ElementsAre(session_result{"s1", 0, 1, true}));
  EXPECT_THAT(evaluated(enrolled(present("09:00", "09:00:29")), with_sessions({s}))->sessions,
              ElementsAre(session_result{"s1", 0, 1, false}));
}

TEST(a_session_result, takes_its_share_of_the_window_however_short_the_meeting_was) {
  auto o = run();
  o.ended = at("10:00");
  const auto r = evaluated(enrolled({{o, {joined("c1", "u1", "09:00"), left("c1", "u1", "10:00")}}}));
  EXPECT_THAT(r->sessions, ElementsAre(session_result{"s1", 60, 144, false}));
}

TEST(a_session_result, stands_for_every_session_in_the_order_of_the_catalogue) {
  auto later = session("s2"), earlier = session("s1");
  later.when = {at("10:30"), at("12:00")};
  earlier.when = {at("09:00"), at("10:30")};
  EXPECT_THAT(evaluated(enrolled(present("09:00", "10:30")), with_sessions({later, earlier}))->sessions,
              ElementsAre(session_result{"s2", 0, 72, false}, session_result{"s1", 90, 72, true}));
}

// --- Outcome (SEMANTICS.md 5.3)

TEST(an_outcome, is_lulus_when_every_session_is_met) {
  const auto r = evaluated(enrolled(whole_session()));
  EXPECT_EQ(r->outcome, result_kind::lulus);
  EXPECT_THAT(r->reasons, IsEmpty());
}

TEST(an_outcome, is_hadir_when_a_session_is_missed_but_a_second_counts) {
  auto tomorrow = session("s2");
  tomorrow.when = {at("09:00") + hours(24), at("12:00") + hours(24)};
  EXPECT_EQ(evaluated(enrolled(whole_session()), with_sessions({session(), tomorrow}))->outcome, result_kind::hadir);
  EXPECT_EQ(evaluated(enrolled(present("09:00", "09:00:01")))->outcome, result_kind::hadir);
}

TEST(an_outcome, is_tidak_lulus_without_a_counting_second) {
  EXPECT_EQ(evaluated(enrolled({}))->outcome, result_kind::tidak_lulus);
  EXPECT_EQ(evaluated(enrolled(present("08:46", "09:00")))->outcome, result_kind::tidak_lulus);
}

TEST(an_outcome, is_never_lulus_where_nothing_is_declared) {
  const auto r = evaluated(enrolled(whole_session()), with_sessions({}));
  EXPECT_EQ(r->outcome, result_kind::tidak_lulus);
  EXPECT_THAT(r->sessions, IsEmpty());
}

TEST(an_outcome, counts_nothing_of_a_practice_session) {
  auto presences = whole_session();
  presences.front().where.practice = true;
  EXPECT_EQ(evaluated(enrolled(presences))->outcome, result_kind::tidak_lulus);
}

// --- Reasons (SEMANTICS.md 5.5)

TEST(reasons, name_the_sessions_that_were_missed_by_id) {
  EXPECT_THAT(evaluated(enrolled({}), with_sessions({session("s2"), session("s1")}))->reasons,
              ElementsAre("session:s1", "session:s2"));
}

TEST(reasons, name_a_missing_leave_though_the_outcome_is_lulus) {
  const auto r = evaluated(enrolled(in_one_run({joined("c1", "u1", "09:00")})));
  EXPECT_EQ(r->outcome, result_kind::lulus);
  EXPECT_THAT(r->reasons, ElementsAre("leave_unknown:s1"));
}

TEST(reasons, name_an_unknown_end_of_the_session) {
  auto o = run();
  o.ended.reset();
  o.latest = at("09:30");
  EXPECT_THAT(evaluated(enrolled({{o, {joined("c1", "u1", "09:00")}}}))->reasons,
              ElementsAre("session:s1", "session_end_unknown:s1"));
}

TEST(reasons, come_by_kind_and_then_by_id) {
  auto first = run("run-1"), second = run("run-2");
  second.ended.reset();
  second.latest = at("10:00");
  const std::vector<presence> both = {{first, {joined("c1", "u1", "11:00")}}, {second, {joined("c2", "u2", "09:30")}}};
  EXPECT_THAT(evaluated(enrolled(both))->reasons,
              ElementsAre("session:s1", "session_end_unknown:s1", "leave_unknown:s1"));
}

// --- Status (SEMANTICS.md 5.4)

TEST(a_status, is_final_once_the_last_day_and_the_settling_time_are_over) {
  const auto end = utc("2026-03-21T00:00:00+07:00");
  EXPECT_EQ(evaluated(enrolled({}), training(), end + settle - duration(1))->state, status::provisional);
  EXPECT_EQ(evaluated(enrolled({}), training(), end + settle)->state, status::final);
}

TEST(a_status, follows_the_settling_time_of_the_training_before_the_default) {
  auto p = training();
  p.settle = duration(0);
  const auto end = utc("2026-03-21T00:00:00+07:00");
  EXPECT_EQ(evaluated(enrolled({}), p, end - duration(1))->state, status::provisional);
  EXPECT_EQ(evaluated(enrolled({}), p, end)->state, status::final);
}

TEST(a_status, follows_the_zone_of_the_training) {
  auto p = training();
  p.offset = hours(8);
  EXPECT_EQ(evaluated(enrolled({}), p, utc("2026-03-21T00:00:00+08:00") + settle)->state, status::final);
}

// --- What it says of person and training

TEST(a_record, names_training_and_jp_whatever_the_outcome) {
  const auto r = evaluated(enrolled({}));
  EXPECT_EQ(r->training_id, "latihan-1");
  EXPECT_EQ(r->title, "Latihan Uji");
  EXPECT_EQ(r->organiser, "BPSDM Contoh");
  EXPECT_EQ(r->timezone, "Asia/Jakarta");
  EXPECT_EQ(r->start, day("2026-03-16"));
  EXPECT_EQ(r->end, day("2026-03-20"));
  EXPECT_EQ(r->jenis_diklat, 17);
  EXPECT_EQ(r->jp, 24);
  EXPECT_EQ(r->rules_sha256, std::string(64, 'a'));
}

TEST(a_record, belongs_to_the_year_of_the_end_date) {
  auto p = training();
  p.from = day("2025-12-29");
  p.to = day("2026-01-02");
  EXPECT_EQ(evaluated(enrolled({}), p)->year, 2026);
}

TEST(a_record, shows_nip_and_units_as_on_the_end_date) {
  auto before = person("P-1"), after = person("P-1");
  before.to = day("2026-03-19");
  after.from = day("2026-03-20");
  after.nip = "199001012026031001";
  after.kode_opd = "OPD-2";
  after.kode_skpd = "SKPD-2";
  const auto r = evaluate(enrolled({}), training(), directory({before, after}, {}), during, settle);
  EXPECT_EQ(r->person_id, "P-1");
  EXPECT_EQ(r->nip, "199001012026031001");
  EXPECT_EQ(r->kode_opd, "OPD-2");
  EXPECT_EQ(r->kode_skpd, "SKPD-2");
}

TEST(a_record, leaves_to_the_ledger_what_is_the_ledgers) {
  const auto r = evaluated(enrolled({}));
  EXPECT_EQ(r->record_id, "");
  EXPECT_EQ(r->revision, 0);
  EXPECT_EQ(r->changed_at, "");
}

// --- Basis and revisions

TEST(the_digest_of_facts, changes_with_every_fact_that_is_read) {
  const auto digest = [](const person_facts& f) { return evaluated(f, open_training())->facts_sha256; };
  const auto base = digest(enrolled(whole_session()));
  EXPECT_EQ(base.size(), 64u);
  EXPECT_EQ(digest(enrolled(whole_session())), base);
  EXPECT_NE(digest(not_enrolled(whole_session())), base);
  EXPECT_NE(digest(enrolled(present("08:55", "12:06"))), base);
  auto other_end = whole_session();
  other_end.front().where.ended = at("12:11");
  EXPECT_NE(digest(enrolled(other_end)), base);
  auto other_leg = whole_session();
  other_leg.front().events.front().leg = "u2";
  EXPECT_NE(digest(enrolled(other_leg)), base);
}

TEST(the_digest_of_facts, does_not_see_what_no_session_reads) {
  auto with_other = whole_session();
  auto elsewhere = run("run-2");
  elsewhere.meeting_id = "90000000002";
  with_other.push_back({elsewhere, {joined("c5", "u5", "09:00")}});
  EXPECT_EQ(evaluated(enrolled(with_other))->facts_sha256, evaluated(enrolled(whole_session()))->facts_sha256);
  auto later_sign_of_life = whole_session();
  later_sign_of_life.front().where.latest = at("12:20");  // the end is known, so it decides nothing
  EXPECT_EQ(evaluated(enrolled(later_sign_of_life))->facts_sha256, evaluated(enrolled(whole_session()))->facts_sha256);
}

TEST(same_content, does_not_see_what_makes_no_revision) {
  const auto a = *evaluated(enrolled(whole_session()));
  auto b = a;
  b.record_id = "r-1";
  b.revision = 7;
  b.facts_sha256 = b.rules_sha256 = std::string(64, 'b');
  b.changed_at = "2026-03-16T01:00:00Z";
  EXPECT_TRUE(same_content(a, b));
}

TEST(same_content, sees_everything_else) {
  const auto a = *evaluated(enrolled(whole_session()));
  const auto differs = [&](auto change) {
    auto b = a;
    change(b);
    return !same_content(a, b);
  };
  EXPECT_TRUE(differs([](record& r) { r.state = status::withdrawn; }));
  EXPECT_TRUE(differs([](record& r) { r.outcome = result_kind::hadir; }));
  EXPECT_TRUE(differs([](record& r) { r.nip = "199001012015012002"; }));
  EXPECT_TRUE(differs([](record& r) { r.kode_skpd = "SKPD-2"; }));
  EXPECT_TRUE(differs([](record& r) { r.title = "Lain"; }));
  EXPECT_TRUE(differs([](record& r) { r.jp = 20; }));
  EXPECT_TRUE(differs([](record& r) { r.end = day("2026-03-21"); }));
  EXPECT_TRUE(differs([](record& r) { r.sessions[0].minutes = 1; }));
  EXPECT_TRUE(differs([](record& r) { r.modules = {{"m1", {}, {}, false}}; }));
  EXPECT_TRUE(differs([](record& r) { r.actions = actions_result{1, 2}; }));
  EXPECT_TRUE(differs([](record& r) { r.certified = certificate{"1", day("2026-03-20"), "", ""}; }));
  EXPECT_TRUE(differs([](record& r) { r.badge_awarded_at = during; }));
  EXPECT_TRUE(differs([](record& r) { r.reasons = {"leave_unknown:s1"}; }));
}

}  // namespace
}  // namespace jembatan::training

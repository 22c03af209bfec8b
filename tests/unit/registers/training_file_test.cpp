#include "registers/training_file.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace {

using jembatan::parse_date;
using jembatan::parse_rfc3339;
using jembatan::registers::parse_training;
using jembatan::registers::training_file;
using jembatan::registers::training_origin;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr auto base = R"(version: 1
id: ppp-2026-01
title: Pelayanan Publik Prima
organiser: BPSDM Provinsi X
timezone: Asia/Makassar
period: {from: 2026-03-02, to: 2026-04-30}
jp: 24
)";

training_file parse(const std::string& yaml) {
  const training_origin from{"trainings/ppp-2026-01.yaml",
                             {std::set<std::string>{"zoom-bpsdm"}, std::set<std::string>{"moodle-bpsdm"}},
                             [](const std::filesystem::path& file) -> jembatan::result<std::string> {
                               if (file == "trainings/people.csv") return std::string("P-1\nP-2\n");
                               if (file == "trainings/double.csv") return std::string("P-1\nP-1\n");
                               return jembatan::error{jembatan::errc::not_found, "open " + file.string()};
                             }};
  return parse_training(yaml, from);
}

std::vector<std::string> problems(const std::string& yaml) {
  std::vector<std::string> out;
  for (const auto& p : parse(yaml).problems) out.push_back(p.message());
  return out;
}

TEST(training_file, fills_the_programme) {
  const auto t = parse(std::string(base) + R"(enrolment: open
participants: {file: people.csv}
staff: [P-7]
sessions:
  - {id: s1, zoom: {source: zoom-bpsdm, meeting_id: 95512345678}, window: [2026-03-16T08:00, 2026-03-16T12:00], attendance: 75%}
  - {id: s2, zoom: {source: zoom-bpsdm, meeting_id: "081234567"}, window: ["2026-03-17T08:00:30", 2026-03-17T12:00]}
certificate: {required: false, number_from: register}
siasn: {jenis_diklat: 17}
settle: 0s
)");
  ASSERT_THAT(t.problems, IsEmpty());
  const auto& p = t.programme;
  EXPECT_EQ(p.id, "ppp-2026-01");
  EXPECT_EQ(p.title, "Pelayanan Publik Prima");
  EXPECT_EQ(p.organiser, "BPSDM Provinsi X");
  EXPECT_EQ(p.timezone, "Asia/Makassar");
  EXPECT_EQ(p.offset.count(), 8);
  EXPECT_EQ(p.from, parse_date("2026-03-02"));
  EXPECT_EQ(p.to, parse_date("2026-04-30"));
  EXPECT_EQ(p.jp, 24);
  EXPECT_EQ(p.enrol, jembatan::training::enrolment::open);
  EXPECT_THAT(p.participants, ElementsAre("P-1", "P-2"));
  EXPECT_THAT(p.staff, ElementsAre("P-7"));
  ASSERT_THAT(p.sessions, SizeIs(2));
  EXPECT_EQ(p.sessions[0].id, "s1");
  EXPECT_EQ(p.sessions[0].source, "zoom-bpsdm");
  EXPECT_EQ(p.sessions[0].meeting_id, "95512345678");
  EXPECT_EQ(p.sessions[0].when.from, parse_rfc3339("2026-03-16T00:00:00Z"));
  EXPECT_EQ(p.sessions[0].when.to, parse_rfc3339("2026-03-16T04:00:00Z"));
  EXPECT_EQ(p.sessions[0].attendance_percent, 75);
  EXPECT_EQ(p.sessions[1].meeting_id, "081234567");
  EXPECT_EQ(p.sessions[1].when.from, parse_rfc3339("2026-03-17T00:00:30Z"));
  EXPECT_EQ(p.sessions[1].attendance_percent, 80);
  EXPECT_EQ(p.jenis_diklat, 17);
  EXPECT_EQ(p.settle, jembatan::duration{0});
  EXPECT_THAT(p.digest, SizeIs(64));
  ASSERT_THAT(t.people, SizeIs(3));
  EXPECT_EQ(t.people[1].file, "trainings/people.csv");
  EXPECT_EQ(t.people[1].line, 2);
  EXPECT_EQ(t.participants_bytes, "P-1\nP-2\n");
}

TEST(training_file, needs_little_and_has_defaults) {
  const auto t = parse(base);
  EXPECT_THAT(t.problems, IsEmpty());
  EXPECT_EQ(t.programme.enrol, jembatan::training::enrolment::required);
  EXPECT_EQ(t.programme.jenis_diklat, 0);
  EXPECT_FALSE(t.programme.settle);
}

TEST(training_file, names_all_required_keys_that_are_missing) {
  EXPECT_THAT(problems(""), ElementsAre(HasSubstr("version: is missing"), HasSubstr("id: is missing"),
                                        HasSubstr("title: is missing"), HasSubstr("organiser: is missing"),
                                        HasSubstr("period: is missing"), HasSubstr("jp: is missing")));
}

TEST(training_file, must_be_named_after_its_id) {
  const auto text = std::string(base).replace(std::string(base).find("ppp-2026-01"), 11, "ppp-2026-02");
  EXPECT_THAT(problems(text),
              ElementsAre(HasSubstr("ppp-2026-01.yaml:2: id: is 'ppp-2026-02' in the file ppp-2026-01.yaml")));
}

struct bad_line {
  const char* yaml;
  const char* says;
};

class training_file_lines : public ::testing::TestWithParam<bad_line> {};

TEST_P(training_file_lines, are_refused_with_their_line) {
  EXPECT_THAT(problems(std::string(base) + GetParam().yaml + "\n"),
              ElementsAre(HasSubstr(std::string("ppp-2026-01.yaml:8: ") + GetParam().says)));
}

INSTANTIATE_TEST_SUITE_P(
    all, training_file_lines,
    ::testing::Values(
        bad_line{"sipd: {satuan: Orang}", "sipd: is not yet supported"},
        bad_line{"certificate: {number_from: lms}", "certificate.number_from: 'lms' is not known"},
        bad_line{"enrolment: closed", "enrolment: 'closed' is not known"},
        bad_line{"settle: 48", "settle: '48' is no duration: write 48s"},
        bad_line{"siasn: {jenis_diklat: 26}", "siasn.jenis_diklat: '26' is out of range"},
        bad_line{"siasn: {}", "siasn.jenis_diklat: is missing"},
        bad_line{"staf: []", "staf: is not known here: did you mean 'staff'?"},
        bad_line{"participants: [P-1, P-1]", "participants[1]: stands here twice"},
        bad_line{"participants: [\"P 1\"]", "participants[0]: is no person_id"},
        bad_line{"participants: {file: none.csv}", "participants.file: cannot be read"},
        bad_line{"participants: {list: none.csv, file: people.csv}", "participants.list: is not known here"},
        bad_line{"sessions: [{id: s1, zoom: {source: zoom-bpsdm, meeting_id: 1}, window: [2026-03-16T12:00, "
                 "2026-03-16T12:00]}]",
                 "sessions[0].window: ends before it begins"},
        bad_line{"sessions: [{id: s1, zoom: {source: zoom-bpsdm, meeting_id: 1}, window: [2026-03-16T12:00]}]",
                 "sessions[0].window: write two times"},
        bad_line{"sessions: [{id: s1, zoom: {source: zoom-bpsdm, meeting_id: 1}, window: []}]",
                 "sessions[0].window: write its two times"},
        bad_line{"sessions: [{id: s1, zoom: {source: zoom-bpsdm, meeting_id: 1}}]", "sessions[0].window: is missing"},
        bad_line{"sessions: [{id: s1, zoom: {source: zoom-bpsdm, meeting_id: 1}, window: [2026-03-16T08:00Z, "
                 "2026-03-16T12:00Z]}]",
                 "sessions[0].window: write two times without a zone"},
        bad_line{"sessions: [{id: s1, zoom: {source: zoom-bpsdm, meeting_id: 1}, window: [2026-05-01T00:00, "
                 "2026-05-01T01:00]}]",
                 "sessions[0].window: lies outside the training's period (2026-03-02 to 2026-04-30)"},
        bad_line{"sessions: [{id: s1, zoom: {source: zoom-bpsdm, meeting_id: 1}, window: [2026-03-01T23:59, "
                 "2026-03-02T01:00]}]",
                 "sessions[0].window: lies outside"},
        bad_line{"sessions: [{id: s1, zoom: {source: zoom-bpsdm, meeting_id: 955 1234}, window: [2026-03-16T08:00, "
                 "2026-03-16T12:00]}]",
                 "sessions[0].zoom.meeting_id: is no meeting number"},
        bad_line{"sessions: [{id: s1, zoom: {source: zoom-other, meeting_id: 1}, window: [2026-03-16T08:00, "
                 "2026-03-16T12:00]}]",
                 "sessions[0].zoom.source: no source of type zoom has this id"},
        bad_line{"sessions: [{id: S1, zoom: {source: zoom-bpsdm, meeting_id: 1}, window: [2026-03-16T08:00, "
                 "2026-03-16T12:00]}]",
                 "sessions[0].id: use a-z"},
        bad_line{"sessions: [{id: s1, window: [2026-03-16T08:00, 2026-03-16T12:00]}]",
                 "sessions[0].zoom: is missing"}));

TEST(training_file, accepts_windows_from_the_first_midnight_to_the_last) {
  EXPECT_THAT(
      problems(
          std::string(base) +
          "sessions:\n"
          "  - {id: a, zoom: {source: zoom-bpsdm, meeting_id: 1}, window: [2026-03-02T00:00, 2026-03-02T01:00]}\n"
          "  - {id: b, zoom: {source: zoom-bpsdm, meeting_id: 1}, window: [2026-04-30T23:00, 2026-05-01T00:00]}\n"),
      IsEmpty());
}

TEST(training_file, refuses_two_sessions_of_one_id) {
  const std::string session =
      "  - {id: a, zoom: {source: zoom-bpsdm, meeting_id: 1}, window: [2026-03-02T08:00, 2026-03-02T09:00]}\n";
  EXPECT_THAT(problems(std::string(base) + "sessions:\n" + session + session),
              ElementsAre(HasSubstr(":10: sessions[1].id: is the id of the session in line 9 already")));
}

TEST(training_file, refuses_a_person_who_is_staff_and_participant) {
  EXPECT_THAT(problems(std::string(base) + "participants: {file: people.csv}\nstaff:\n  - P-9\n  - P-2\n"),
              ElementsAre(HasSubstr(":11: staff[1]: is a participant too")));
}

TEST(training_file, reports_the_list_of_participants_at_its_own_lines) {
  EXPECT_THAT(problems(std::string(base) + "participants: {file: double.csv}\n"),
              ElementsAre(HasSubstr("trainings/double.csv:2: the same person as in line 1")));
}

TEST(training_file, refuses_a_zone_it_does_not_know_and_a_period_that_ends_before_it_begins) {
  EXPECT_THAT(problems("version: 1\nid: ppp-2026-01\ntitle: t\norganiser: o\ntimezone: Asia/Singapore\n"
                       "period: {from: 2026-03-02, to: 2026-03-01}\njp: 1000\n"),
              ElementsAre(HasSubstr(":5: timezone: "), HasSubstr(":6: period.to: lies before"),
                          HasSubstr(":7: jp: '1000' is out of range")));
}

TEST(training_file, checks_no_source_when_none_are_given) {
  const auto t = parse_training(std::string(base) +
                                    "sessions: [{id: s1, zoom: {source: any, meeting_id: 1}, "
                                    "window: [2026-03-16T08:00, 2026-03-16T12:00]}]\n",
                                {"ppp-2026-01.yaml", {}, {}});
  EXPECT_THAT(t.problems, IsEmpty());
}

TEST(training_file, never_quotes_a_person) {
  for (const auto& p : problems(std::string(base) + "participants: [\"SECRET x\", P-2]\nstaff: [P-2, \"SECRET x\"]\n"))
    EXPECT_THAT(p, Not(HasSubstr("SECRET")));
}

TEST(training_reference, is_what_the_catalogues_readme_holds) {
  std::ifstream file(JB_SOURCE_DIR "/config/trainings/README.md");
  std::stringstream held;
  held << file.rdbuf();
  EXPECT_EQ(held.str(), jembatan::registers::training_reference());
}

}  // namespace

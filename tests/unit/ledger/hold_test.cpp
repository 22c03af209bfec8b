// Held events: why, how long, and how they are released (SEMANTICS.md 2.2, 2.5, 3).
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class ledger_hold : public ::testing::Test, public world {
 protected:
  void SetUp() override {
    open();
    time.set(at("06:00"));
  }
  void attend(const std::string& connection, const std::string& email) {
    tell(joined(connection, email, "01:00"));
    tell(left(connection, email, "05:00"));
  }
};

TEST_F(ledger_hold, holds_an_unknown_person_until_the_directory_has_them) {
  import_people({person("P-0102", "ani@example.go.id")});
  import_trainings({programme({"P-0102", "P-0103"})});
  auto who = joined("c1", "budi@example.go.id", "01:00");
  who.name = "Budi";
  tell(who);
  tell(left("c1", "budi@example.go.id", "05:00"));
  settle();
  ASSERT_EQ(held().size(), 1u);
  const auto item = held().front();
  EXPECT_EQ(item.reason, "person_unknown");
  EXPECT_EQ(item.events, 2);
  EXPECT_EQ(item.training, "ppp-2026-01");
  EXPECT_EQ(item.meeting_id, "95512345678");
  EXPECT_EQ(item.hint, "Budi");
  EXPECT_THAT(item.party_json, ::testing::HasSubstr("budi@example.go.id"));
  EXPECT_EQ(counts().held, 2u);
  EXPECT_FALSE(has_record("P-0103"));

  import_people({person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")});
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(counts().recorded, 2u);
  EXPECT_EQ(record_of("P-0103").outcome, training::result_kind::lulus);
  EXPECT_THAT(acts(), Contains("hold.place"));
  EXPECT_THAT(acts(), Contains("hold.release"));
}

TEST_F(ledger_hold, keeps_the_id_of_a_hold_that_comes_back) {
  import_people({person("P-0102", "ani@example.go.id")});
  import_trainings({programme({"P-0103"})});
  attend("c1", "budi@example.go.id");
  settle();
  const auto first = held().at(0).id;
  import_people({person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")});
  settle();
  ASSERT_THAT(held(), IsEmpty());
  import_people({person("P-0102", "ani@example.go.id")});
  settle();
  ASSERT_EQ(held().size(), 1u);
  EXPECT_EQ(held().at(0).id, first);
}

TEST_F(ledger_hold, holds_who_is_not_enrolled_until_they_are) {
  import_people({person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")});
  import_trainings({programme({"P-0102"})});
  attend("c1", "budi@example.go.id");
  settle();
  ASSERT_EQ(held().size(), 1u);
  EXPECT_EQ(held().front().reason, "not_enrolled");
  import_trainings({programme({"P-0102", "P-0103"})});
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(record_of("P-0103").outcome, training::result_kind::lulus);
}

TEST_F(ledger_hold, records_who_is_not_listed_when_enrolment_is_open) {
  import_people({person("P-0103", "budi@example.go.id")});
  auto open_to_all = programme({});
  open_to_all.enrol = training::enrolment::open;
  import_trainings({open_to_all});
  attend("c1", "budi@example.go.id");
  settle();
  EXPECT_EQ(counts().recorded, 2u);
  EXPECT_EQ(record_of("P-0103").outcome, training::result_kind::lulus);
}

TEST_F(ledger_hold, holds_a_meeting_that_no_training_names_until_one_does) {
  import_people({person("P-0102", "ani@example.go.id")});
  attend("c1", "ani@example.go.id");
  tell(ended("05:00"));
  settle();
  EXPECT_EQ(counts().held, 3u);
  ASSERT_EQ(held().size(), 2u);  // the connection, and the meeting's own events
  for (const auto& item : held()) EXPECT_EQ(item.reason, "training_unknown");
  import_trainings({programme({"P-0102"})});
  settle();
  EXPECT_EQ(counts().recorded, 3u);
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
}

TEST_F(ledger_hold, ignores_a_catalogued_meeting_outside_every_window) {
  import_people({person("P-0102", "ani@example.go.id")});
  import_trainings({programme({"P-0102"})});
  auto early = joined("c1", "ani@example.go.id", "00:10");
  early.occurrence = "uuid-0";
  early.start = "00:05";
  auto end = ended("00:30");
  end.occurrence = "uuid-0";
  end.start = "00:05";
  tell(early);
  tell(end);
  settle();
  EXPECT_EQ(counts().ignored, 2u);
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 0);
}

TEST_F(ledger_hold, ignores_the_host_and_staff) {
  import_people({person("P-0007", "staf@example.go.id"), person("P-0102", "ani@example.go.id")});
  auto rules = programme({"P-0102", "P-0007"});
  rules.staff = {"P-0007"};
  import_trainings({rules});
  attend("c1", "staf@example.go.id");
  auto host = joined("c2", "ani@example.go.id", "01:00");
  host.host = true;
  tell(host);
  tell(left("c2", "ani@example.go.id", "05:00"));
  settle();
  EXPECT_EQ(counts().ignored, 4u);
  EXPECT_FALSE(has_record("P-0007"));
  // An enrolled host keeps a record, without the time as host (SEMANTICS.md 3.5).
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 0);
}

TEST_F(ledger_hold, holds_only_the_connection_whose_identifiers_disagree) {
  import_people({person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")});
  import_accounts({{"P-0103", "zoom-bpsdm", "https://zoom.us", "z-shared", {}, {}}});
  import_trainings({programme({"P-0102", "P-0103"})});
  auto mixed = joined("c1", "ani@example.go.id", "01:00");
  mixed.account = "z-shared";
  tell(mixed);
  tell(joined("c2", "ani@example.go.id", "02:00"));
  tell(left("c2", "ani@example.go.id", "03:00"));
  settle();
  ASSERT_EQ(held().size(), 1u);
  EXPECT_EQ(held().front().reason, "identity_conflict");
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 60);
  import_accounts({});
  settle();
  EXPECT_THAT(held(), IsEmpty());
}

TEST_F(ledger_hold, shares_identifiers_among_the_events_of_a_connection) {
  import_people({person("P-0102", "ani@example.go.id")});
  import_trainings({programme({"P-0102"})});
  tell(joined("c1", "", "01:00"));
  settle();
  EXPECT_EQ(counts().held, 1u);
  tell(left("c1", "ani@example.go.id", "04:00"));
  settle();
  EXPECT_EQ(counts().held, 0u);
  EXPECT_EQ(counts().recorded, 2u);
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 180);
}

TEST_F(ledger_hold, classes_breakout_events_like_their_connection) {
  import_people({person("P-0102", "ani@example.go.id")});
  import_trainings({programme({"P-0102"})});
  auto breakout = joined("c1", "ani@example.go.id", "02:00");
  breakout.type = "engagement.breakout.v1";
  attend("c1", "ani@example.go.id");
  tell(breakout);
  settle();
  EXPECT_EQ(counts().recorded, 3u);
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 240);
}

TEST_F(ledger_hold, expires_a_hold_of_an_unknown_training_after_its_time) {
  attend("c1", "ani@example.go.id");
  settle();
  ASSERT_EQ(counts().held, 2u);
  time.advance(settings.hold_training_unknown - std::chrono::minutes{1});
  settle();
  EXPECT_EQ(counts().held, 2u);
  time.advance(std::chrono::minutes{2});
  settle();
  EXPECT_EQ(counts().held, 0u);
  EXPECT_EQ(counts().ignored, 2u);
  EXPECT_THAT(held(), IsEmpty());
  settle();
  EXPECT_EQ(counts().ignored, 2u);
}

TEST_F(ledger_hold, expires_other_holds_after_the_training_is_final) {
  import_trainings({programme({"P-0102"})});
  attend("c1", "ani@example.go.id");
  settle();
  ASSERT_EQ(counts().held, 2u);
  time.set(end_of_day(*parse_date("2026-03-16"), std::chrono::hours{7}) + settings.settle + settings.hold_others);
  settle();
  EXPECT_EQ(counts().ignored, 2u);
  // Who is known after all is recorded all the same: records are a function of facts and rules.
  import_people({person("P-0102", "ani@example.go.id")});
  settle();
  EXPECT_EQ(counts().recorded, 2u);
}

}  // namespace
}  // namespace jembatan::ledger::testing

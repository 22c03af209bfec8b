// Registrations: who a link belongs to, who is enrolled, and what becomes of the raw events (SEMANTICS.md 2.2, 3.2 to
// 3.5).
#include "training/identity.hpp"
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Ani (P-0102) and Budi (P-0103) are in the directory; nobody is listed as participant.
class ledger_registration : public ::testing::Test, public world {
 protected:
  void SetUp() override {
    open();
    time.set(at("06:00"));
    import_people({person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")});
    import_trainings({programme({})});
  }
  // A guest who came by a personal link, 01:00 to 05:00.
  void attend_by_link(const std::string& connection, const std::string& registrant, const std::string& email = "") {
    auto in = joined(connection, "", "01:00");
    auto out = left(connection, "", "05:00");
    in.email = out.email = email;
    out.registrant = registrant;  // `joined` bodies omit it
    tell(in);
    tell(out);
  }
  std::string only_reason() {
    EXPECT_EQ(held().size(), 1u);
    return held().empty() ? "" : held().front().reason;
  }
};

TEST_F(ledger_registration, tells_who_came_by_the_link_and_enrols_them) {
  tell(registered("r1", "ani@example.go.id", "approved", "00:10"));
  attend_by_link("c1", "r1");
  settle();
  EXPECT_EQ(counts().recorded, 3u);
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
}

TEST_F(ledger_registration, that_comes_late_says_who_was_there) {
  attend_by_link("c1", "r1");
  settle();
  EXPECT_EQ(only_reason(), "person_unknown");
  EXPECT_EQ(counts().held, 2u);
  tell(registered("r1", "ani@example.go.id", "approved", "00:10"));
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(counts().recorded, 3u);
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
  EXPECT_THAT(acts(), Contains("hold.release"));
}

TEST_F(ledger_registration, gives_who_never_came_a_record_from_the_training_s_start) {
  tell(registered("r1", "ani@example.go.id", "approved", "00:10"));
  settle();
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::tidak_lulus);
}

TEST_F(ledger_registration, gives_no_record_before_the_training_starts) {
  import_trainings({});
  time.set(at("00:10") - std::chrono::hours{48});
  import_trainings({programme({})});
  tell(registered("r1", "ani@example.go.id", "approved", "00:10"));
  settle();
  EXPECT_FALSE(has_record("P-0102"));
  time.set(at("06:00"));
  settle();
  EXPECT_TRUE(has_record("P-0102"));
}

TEST_F(ledger_registration, that_waits_for_approval_holds_who_came) {
  tell(registered("r1", "ani@example.go.id", "pending", "00:10"));
  attend_by_link("c1", "r1");
  settle();
  EXPECT_EQ(only_reason(), "not_enrolled");
  EXPECT_EQ(counts().held, 2u);
  EXPECT_EQ(counts().recorded, 1u);  // the registration itself was read
  EXPECT_FALSE(has_record("P-0102"));
  tell(registered("r1", "ani@example.go.id", "approved", "05:30"));
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
}

TEST_F(ledger_registration, denied_or_cancelled_before_the_session_enrols_nobody) {
  for (const std::string end : {"denied", "cancelled"}) {
    const auto r = "r-" + end;
    tell(registered(r, end == "denied" ? "ani@example.go.id" : "budi@example.go.id", "approved", "00:10"));
    tell(registered(r, "", end, "00:20"));
    attend_by_link("c-" + end, r);
  }
  settle();
  ASSERT_EQ(held().size(), 2u);
  for (const auto& item : held()) EXPECT_EQ(item.reason, "not_enrolled");
  EXPECT_THAT(records(), IsEmpty());
}

TEST_F(ledger_registration, cancelled_after_the_session_began_takes_nothing_away) {
  tell(registered("r1", "ani@example.go.id", "approved", "00:10"));
  attend_by_link("c1", "r1");
  tell(registered("r1", "", "cancelled", "05:10"));
  settle();
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
}

TEST_F(ledger_registration, that_is_cancelled_withdraws_the_record) {
  tell(registered("r1", "ani@example.go.id", "approved", "00:10"));
  attend_by_link("c1", "r1");
  settle();
  ASSERT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
  tell(registered("r1", "", "cancelled", "00:50"));  // it arrives hours late
  settle();
  EXPECT_EQ(record_of("P-0102").state, training::status::withdrawn);
  EXPECT_EQ(only_reason(), "not_enrolled");
}

TEST_F(ledger_registration, does_not_take_a_listed_person_off_the_list) {
  import_trainings({programme({"P-0102"})});
  tell(registered("r1", "ani@example.go.id", "cancelled", "00:10"));
  attend_by_link("c1", "r1");
  settle();
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
}

TEST_F(ledger_registration, enrols_for_the_other_sessions_of_the_training_too) {
  auto rules = programme({});
  rules.sessions.push_back({"s2", "zoom-bpsdm", "95500000002", {at("01:00"), at("05:00")}, 80});
  import_trainings({rules});
  tell(registered("r1", "ani@example.go.id", "approved", "00:10"));
  auto in = joined("c9", "ani@example.go.id", "01:00"), out = left("c9", "ani@example.go.id", "05:00");
  in.meeting = out.meeting = "95500000002";
  tell(in);
  tell(out);
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_TRUE(record_of("P-0102").sessions.at(1).met);
}

TEST_F(ledger_registration, holds_an_unknown_registration_until_the_directory_has_the_person) {
  tell(registered("r1", "citra@example.go.id", "approved", "00:10"));
  attend_by_link("c1", "r1");
  settle();
  EXPECT_EQ(counts().held, 3u);
  ASSERT_EQ(held().size(), 2u);
  import_people({person("P-0102", "ani@example.go.id"), person("P-0104", "citra@example.go.id")});
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(record_of("P-0104").outcome, training::result_kind::lulus);
}

TEST_F(ledger_registration, shows_the_operator_what_was_typed) {
  auto made = registered("r1", "citra@example.org", "approved", "00:10");
  made.nip = "198503152010010104";
  made.name = "Citra Kirana";
  tell(made);
  settle();
  ASSERT_EQ(held().size(), 1u);
  EXPECT_EQ(held().front().hint, "Citra Kirana");
  EXPECT_THAT(held().front().party_json, HasSubstr(R"("nip":"198503152010010104")"));
}

TEST_F(ledger_registration, is_decided_by_a_self_typed_nip_only_where_the_name_agrees) {
  auto made = registered("r1", "pribadi@example.org", "approved", "00:10");
  made.nip = person("P-0102", "").nip;
  made.name = "ORANG p-0103";
  tell(made);
  attend_by_link("c1", "r1");
  settle();
  ASSERT_EQ(held().size(), 2u);
  // The directory learns how the person is called now.
  auto ani = person("P-0102", "ani@example.go.id");
  ani.nama = "Dr. Orang P-0103, M.Si.";
  import_people({ani, person("P-0103", "budi@example.go.id")});
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
}

TEST_F(ledger_registration, that_disagrees_with_the_account_is_a_conflict) {
  import_accounts({{"P-0103", "zoom-bpsdm", "https://zoom.us", "z-budi", {}, {}}});
  tell(registered("r1", "ani@example.go.id", "approved", "00:10"));
  auto in = joined("c1", "", "01:00");
  in.registrant = "r1";
  in.account = "z-budi";
  tell(in);
  settle();
  EXPECT_EQ(only_reason(), "identity_conflict");
}

TEST_F(ledger_registration, whose_link_was_passed_on_is_a_conflict_of_those_two_only) {
  tell(registered("r1", "ani@example.go.id", "approved", "00:10"));
  attend_by_link("c1", "r1", "ani@example.go.id");
  settle();
  ASSERT_THAT(held(), IsEmpty());
  attend_by_link("c2", "r1", "tamu@example.org");  // at the same time
  settle();
  ASSERT_EQ(held().size(), 2u);
  for (const auto& item : held()) EXPECT_EQ(item.reason, "identity_conflict");
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 0);
}

TEST_F(ledger_registration, whose_link_is_used_by_two_devices_is_none) {
  tell(registered("r1", "ani@example.go.id", "approved", "00:10"));
  attend_by_link("c1", "r1", "ani@example.go.id");
  attend_by_link("c2", "r1");
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 240);
}

TEST_F(ledger_registration, for_a_meeting_that_no_training_names_waits_for_one) {
  auto other = registered("r1", "ani@example.go.id", "approved", "00:10");
  other.meeting = "95500000009";
  tell(other);
  settle();
  EXPECT_EQ(only_reason(), "training_unknown");
  auto rules = programme({});
  rules.sessions.front().meeting_id = "95500000009";
  import_trainings({rules});
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_TRUE(has_record("P-0102"));
  import_trainings({programme({})});
  settle();
  EXPECT_EQ(only_reason(), "training_unknown");
  EXPECT_EQ(record_of("P-0102").state, training::status::withdrawn);
}

TEST_F(ledger_registration, that_begins_after_the_last_session_is_ignored) {
  tell(registered("r1", "ani@example.go.id", "approved", "05:00"));
  settle();
  EXPECT_EQ(counts().ignored, 1u);
  EXPECT_FALSE(has_record("P-0102"));
}

TEST_F(ledger_registration, of_staff_is_ignored) {
  auto rules = programme({});
  rules.staff = {"P-0102"};
  import_trainings({rules});
  tell(registered("r1", "ani@example.go.id", "approved", "00:10"));
  settle();
  EXPECT_EQ(counts().ignored, 1u);
  EXPECT_FALSE(has_record("P-0102"));
}

TEST_F(ledger_registration, twice_the_same_is_a_duplicate) {
  const auto made = registered("r1", "ani@example.go.id", "approved", "00:10");
  tell(made);
  tell(made);
  settle();
  EXPECT_EQ(counts().recorded, 1u);
  EXPECT_EQ(counts().duplicate, 1u);
}

TEST_F(ledger_registration, that_a_replay_takes_back_enrols_nobody) {
  auto made = registered("r1", "ani@example.go.id", "approved", "00:10");
  made.identity = "registration-1";
  made.receipt = tell(made);
  attend_by_link("c1", "r1");
  settle();
  ASSERT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
  // Under a mended mapping it is for another registrant.
  made.registrant = "r2";
  made.generation = 1'773'700'000'000;
  tell(made);
  settle();
  EXPECT_EQ(only_reason(), "person_unknown");
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 0);
}

TEST_F(ledger_registration, without_its_id_is_dead) {
  auto made = registered("", "ani@example.go.id", "approved", "00:10");
  auto odd = registered("r1", "ani@example.go.id", "waiting", "00:11");
  tell(made);
  tell(odd);
  settle();
  EXPECT_EQ(counts().dead, 2u);
}

TEST_F(ledger_registration, survives_a_restart) {
  tell(registered("r1", "ani@example.go.id", "approved", "00:10"));
  settle();
  open();
  attend_by_link("c1", "r1");
  settle();
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
}

TEST_F(ledger_registration, customer_key_says_who_somebody_is) {
  import_trainings({programme({"P-0103"})});
  auto in = joined("c1", "", "01:00"), out = left("c1", "", "03:00");
  in.customer_key = out.customer_key = "ck-7";
  tell(in);
  tell(out);
  settle();
  EXPECT_EQ(only_reason(), "person_unknown");
  import_accounts({{"P-0103", "zoom-bpsdm", std::string(training::customer_key_page), "ck-7", {}, {}}});
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(record_of("P-0103").sessions.at(0).minutes, 120);
}

}  // namespace
}  // namespace jembatan::ledger::testing

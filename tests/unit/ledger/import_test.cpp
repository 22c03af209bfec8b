// Registers come into force whole or not at all (SEMANTICS.md 7).
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

using ::testing::ElementsAre;

class ledger_import : public ::testing::Test, public world {
 protected:
  void SetUp() override { open(); }
  // The whole session of somebody of whom Zoom gives no e-mail.
  void tell_of_an_account_alone() {
    auto guest = joined("c1", "", "01:00");
    guest.account = "z-ani";
    tell(guest);
    guest.type = "attendance.left.v1";
    guest.when = "05:00";
    tell(guest);
  }
  result<import_report> people(const std::string& digest, std::vector<training::person_row> rows,
                               std::int64_t allowed = 20) {
    return book->import_people({"people", digest, "acct:1000"}, std::move(rows), allowed);
  }
};

TEST_F(ledger_import, reports_what_differs_by_id_only) {
  ASSERT_TRUE(people("d1", {person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")}));
  const auto done = people("d2", {person("P-0102", "ani.b@example.go.id"), person("P-0104", "cici@example.go.id")});
  ASSERT_TRUE(done);
  EXPECT_TRUE(done->changed);
  EXPECT_EQ(done->added, 1);
  EXPECT_EQ(done->changed_rows, 1);
  EXPECT_EQ(done->removed, 1);
  EXPECT_THAT(done->diff, ElementsAre("~P-0102", "-P-0103", "+P-0104"));
  EXPECT_EQ(book->digest_in_force("people"), "d2");
}

TEST_F(ledger_import, does_nothing_for_the_digest_that_is_in_force) {
  ASSERT_TRUE(people("d1", {person("P-0102", "ani@example.go.id")}));
  const auto rows = feed().size();
  const auto again = people("d1", {});
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->changed);
  EXPECT_EQ(feed().size(), rows);
  EXPECT_EQ(book->people(10, "")->size(), 1u);
}

TEST_F(ledger_import, refuses_more_removals_than_allowed_and_keeps_what_is_in_force) {
  ASSERT_TRUE(people("d1", {person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")}));
  const auto refused = people("d2", {}, 1);
  ASSERT_TRUE(refused.has_error());
  EXPECT_TRUE(refused.error().is(errc::invalid));
  EXPECT_THAT(refused.error().context, ::testing::HasSubstr("--allow-removals 2"));
  EXPECT_EQ(book->digest_in_force("people"), "d1");
  EXPECT_EQ(book->people(10, "")->size(), 2u);
  EXPECT_TRUE(people("d2", {}, 2));
}

TEST_F(ledger_import, refuses_a_training_that_is_declared_twice) {
  const auto refused =
      book->import_trainings({"trainings", "d1", "acct:1000"}, {programme({"P-0102"}), programme({"P-0103"})}, 20);
  ASSERT_TRUE(refused.has_error());
  EXPECT_TRUE(refused.error().is(errc::invalid));
  EXPECT_EQ(book->digest_in_force("trainings"), "");
}

TEST_F(ledger_import, takes_a_set_of_registers_whole_or_not_at_all) {
  import_people({person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")});
  import_trainings({programme({"P-0102"})});
  const auto rows = feed().size();
  register_set fresh;
  fresh.people = {{"people", "d9", "svc:jembatan"},
                  {person("P-0102", "ani.b@example.go.id"), person("P-0103", "b@example.go.id")}};
  fresh.trainings = {{"trainings", "d9", "svc:jembatan"}, {}};
  const auto refused = book->import_registers(fresh, 0);
  ASSERT_TRUE(refused.has_error());
  EXPECT_THAT(refused.error().context, ::testing::HasSubstr("trainings"));
  EXPECT_NE(book->digest_in_force("people"), "d9");
  EXPECT_EQ(book->people(10, "").value().front().email, "ani@example.go.id");
  EXPECT_EQ(feed().size(), rows);

  const auto taken = book->import_registers(fresh, 1);
  ASSERT_TRUE(taken);
  EXPECT_THAT(taken->at("people").diff, ElementsAre("~P-0102", "~P-0103"));
  EXPECT_THAT(taken->at("trainings").diff, ElementsAre("-ppp-2026-01"));
  EXPECT_FALSE(taken->contains("accounts"));
  EXPECT_EQ(book->digest_in_force("people"), "d9");
  EXPECT_EQ(book->digest_in_force("trainings"), "d9");
}

// What one register of the set names must be known to the next: a person and her account come together.
TEST_F(ledger_import, releases_who_becomes_known_by_two_registers_of_one_set) {
  import_trainings({programme({"P-0102"})});
  tell_of_an_account_alone();
  time.set(at("23:30"));
  settle();
  ASSERT_FALSE(has_record("P-0102"));
  register_set fresh;
  fresh.people = {{"people", "d1", "svc:jembatan"}, {person("P-0102", "ani@example.go.id")}};
  fresh.accounts = {{"accounts", "d1", "svc:jembatan"}, {{"P-0102", "zoom-bpsdm", "https://zoom.us", "z-ani", {}, {}}}};
  ASSERT_TRUE(book->import_registers(fresh, 0));
  settle();
  EXPECT_TRUE(has_record("P-0102"));
}

TEST_F(ledger_import, keeps_every_field_over_a_restart) {
  auto row = person("P-0102", "ani@example.go.id");
  row.from = parse_date("2026-01-01");
  row.to = parse_date("2026-12-31");
  auto rules = programme({"P-0102"});
  rules.staff = {"P-0007"};
  rules.enrol = training::enrolment::open;
  rules.settle = duration{0};
  import_people({row});
  import_accounts({{"P-0102", "zoom-bpsdm", "https://zoom.us", "z-ani", row.from, row.to}});
  import_trainings({rules});
  tell_of_an_account_alone();
  time.set(at("23:30"));
  open();
  settle();
  const auto kept = book->people(10, "").value();
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept.front().nama, row.nama);
  EXPECT_EQ(kept.front().to, row.to);
  const auto r = record_of("P-0102");  // by account, open enrolment, final at once
  EXPECT_EQ(r.state, training::status::final);
  EXPECT_EQ(r.jenis_diklat, rules.jenis_diklat);
  EXPECT_EQ(r.sessions.at(0).required, 192);
}

TEST_F(ledger_import, writes_attributes_that_changed_into_a_new_revision) {
  time.set(at("06:00"));
  import_people({person("P-0102", "ani@example.go.id")});
  import_trainings({programme({"P-0102"})});
  settle();
  auto moved = person("P-0102", "ani@example.go.id");
  moved.kode_skpd = "1.02.0.00.0.00.01";
  import_people({moved});
  settle();
  EXPECT_EQ(record_of("P-0102").kode_skpd, "1.02.0.00.0.00.01");
  EXPECT_EQ(record_of("P-0102").revision, 2);
}

TEST_F(ledger_import, moves_the_attendance_of_an_address_that_changes_hands) {
  time.set(at("06:00"));
  import_people({person("P-0102", "bendahara@example.go.id"), person("P-0103", "")});
  import_trainings({programme({"P-0102", "P-0103"})});
  tell(joined("c1", "bendahara@example.go.id", "01:00"));
  tell(left("c1", "bendahara@example.go.id", "05:00"));
  settle();
  ASSERT_EQ(record_of("P-0102").sessions.at(0).minutes, 240);
  import_people({person("P-0102", ""), person("P-0103", "bendahara@example.go.id")});
  settle();
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 0);
  EXPECT_EQ(record_of("P-0103").sessions.at(0).minutes, 240);
}

TEST_F(ledger_import, leaves_its_row_in_the_feed_without_a_name) {
  import_people({person("P-0102", "ani@example.go.id")});
  import_trainings({programme({"P-0102"})});
  const auto rows = feed();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].act, "directory.import");
  EXPECT_EQ(rows[0].ref, "cfg:people");
  EXPECT_EQ(rows[0].actor, "acct:1000");
  EXPECT_EQ(rows[1].act, "catalogue.change");
}

}  // namespace
}  // namespace jembatan::ledger::testing

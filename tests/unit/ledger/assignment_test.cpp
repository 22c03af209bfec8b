// What an operator says of who a held party is (SEMANTICS.md 3.4).
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ledger_assignment : public ::testing::Test, public world {
 protected:
  void SetUp() override {
    open();
    time.set(at("06:00"));
    import_people({person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")});
  }
  void attend(const std::string& connection, const std::string& email) {
    tell(joined(connection, email, "01:00"));
    tell(left(connection, email, "05:00"));
  }
  void assign(const std::string& id, const std::string& who) {
    const auto done = book->assign(id, who, "acct:uid-7");
    ASSERT_TRUE(done.has_value()) << done.error().message();
    settle();
  }
  std::vector<std::string> actors_of(const std::string& act) {
    std::vector<std::string> all;
    for (const auto& row : feed())
      if (row.act == act) all.push_back(row.actor + " " + row.ref);
    return all;
  }
};

TEST_F(ledger_assignment, releases_a_connection_and_is_in_the_feed_with_its_author) {
  import_trainings({programme({"P-0102"})});
  attend("c1", "private@example.org");
  settle();
  const auto id = held().at(0).id;
  assign(id, "P-0102");
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
  EXPECT_THAT(actors_of("hold.assign"), ElementsAre("acct:uid-7 " + id));
  EXPECT_THAT(acts(), Contains("hold.release"));
  const auto all = book->assignments(10).value();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].id, id);
  EXPECT_EQ(all[0].person, "P-0102");
  EXPECT_EQ(all[0].actor, "acct:uid-7");
}

TEST_F(ledger_assignment, can_be_taken_back) {
  import_trainings({programme({"P-0102"})});
  attend("c1", "private@example.org");
  settle();
  const auto id = held().at(0).id;
  assign(id, "P-0102");
  ASSERT_TRUE(book->unassign(id, "acct:uid-8").has_value());
  settle();
  ASSERT_EQ(held().size(), 1u);
  EXPECT_EQ(held().at(0).id, id);
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::tidak_lulus);
  EXPECT_THAT(actors_of("hold.unassign"), ElementsAre("acct:uid-8 " + id));
  EXPECT_TRUE(book->unassign(id, "acct:uid-8").error().is(errc::not_found));
  EXPECT_THAT(book->assignments(10).value(), IsEmpty());
}

TEST_F(ledger_assignment, decides_a_conflict_and_can_be_changed) {
  import_trainings({programme({"P-0102", "P-0103"})});
  import_accounts({{"P-0103", "zoom-bpsdm", "https://zoom.us", "z-ani@example.go.id", {}, {}}});
  attend("c1", "ani@example.go.id");
  settle();
  ASSERT_EQ(held().size(), 1u);
  ASSERT_EQ(held().at(0).reason, "identity_conflict");
  const auto id = held().at(0).id;
  assign(id, "P-0102");
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
  assign(id, "P-0103");
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::tidak_lulus);
  EXPECT_EQ(record_of("P-0103").outcome, training::result_kind::lulus);
}

TEST_F(ledger_assignment, of_a_learner_goes_for_all_that_the_account_does_and_will_do) {
  import_trainings({learning_programme({"P-0102"})});
  tell(did("module.completed.v1", "u7", page_11, "01:00"));
  settle();
  assign(held().at(0).id, "P-0102");
  tell(did("module.completed.v1", "u7", quiz_12, "02:00"));
  tell(scored("u7", 80, "02:00"));
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
}

TEST_F(ledger_assignment, of_a_registration_tells_who_its_connections_are) {
  import_trainings({programme({})});
  tell(registered("r1", "private@example.org", "approved", "00:10"));
  auto in = joined("c1", "", "01:00");
  in.registrant = "r1";
  auto out = left("c1", "", "05:00");
  out.registrant = "r1";
  tell(in);
  tell(out);
  settle();
  std::string registration;
  for (const auto& h : held())
    if (h.events == 1) registration = h.id;
  assign(registration, "P-0102");
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::lulus);
}

TEST_F(ledger_assignment, never_makes_a_host_a_participant) {
  import_trainings({programme({"P-0102"})});
  attend("c1", "private@example.org");
  settle();
  const auto id = held().at(0).id;
  assign(id, "P-0102");
  auto host = joined("c1", "private@example.org", "01:30");
  host.host = true;
  tell(host);
  settle();
  EXPECT_EQ(record_of("P-0102").outcome, training::result_kind::tidak_lulus);
}

TEST_F(ledger_assignment, ends_when_the_person_leaves_the_register) {
  import_trainings({programme({"P-0102"})});
  attend("c1", "private@example.org");
  settle();
  assign(held().at(0).id, "P-0102");
  import_people({person("P-0103", "budi@example.go.id")});
  settle();
  EXPECT_EQ(held().size(), 1u);
  import_people({person("P-0102", "ani@example.go.id")});
  settle();
  EXPECT_THAT(held(), IsEmpty());
}

TEST_F(ledger_assignment, is_refused_for_what_is_not_held_and_for_who_is_not_in_the_register) {
  import_trainings({programme({"P-0102"})});
  attend("c1", "private@example.org");
  settle();
  EXPECT_TRUE(book->assign("h-0", "P-0102", "acct:uid-7").error().is(errc::not_found));
  EXPECT_TRUE(book->assign("", "P-0102", "acct:uid-7").error().is(errc::not_found));
  const auto nobody = book->assign(held().at(0).id, "P-9999", "acct:uid-7");
  EXPECT_TRUE(nobody.error().is(errc::invalid));
  EXPECT_THAT(nobody.error().context, HasSubstr("jembatan people list"));
  EXPECT_THAT(actors_of("hold.assign"), IsEmpty());
}

TEST_F(ledger_assignment, survives_a_restart) {
  import_trainings({programme({"P-0102"})});
  attend("c1", "private@example.org");
  settle();
  assign(held().at(0).id, "P-0102");
  open();
  tell(joined("c1", "private@example.org", "01:10"));
  settle();
  EXPECT_THAT(held(), IsEmpty());
}

}  // namespace
}  // namespace jembatan::ledger::testing

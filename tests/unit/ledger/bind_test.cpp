// Connections that participant_bind makes one, and changes of role (SEMANTICS.md 3.2, 3.5).
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

using ::testing::IsEmpty;

class ledger_bind : public ::testing::Test, public world {
 protected:
  void SetUp() override {
    open();
    time.set(at("06:00"));
    import_people({person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")});
    import_trainings({programme({"P-0102", "P-0103"})});
  }
  // A telephone of which only the number is known, 01:00 to 02:00.
  void call_in(const std::string& connection) {
    auto in = joined(connection, "", "01:00"), out = left(connection, "", "02:00");
    in.name = out.name = "62812xxxx";
    tell(in);
    tell(out);
  }
};

TEST_F(ledger_bind, makes_a_telephone_the_person_of_the_app) {
  call_in("phone");
  tell(joined("app", "ani@example.go.id", "02:00"));
  tell(left("app", "ani@example.go.id", "03:00"));
  settle();
  EXPECT_EQ(counts().held, 2u);
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 60);
  tell(bound("phone", "app", "02:00"));
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(counts().recorded, 5u);
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 120);
}

TEST_F(ledger_bind, works_in_both_directions_and_before_anybody_joined) {
  tell(bound("app", "phone", "00:58"));
  call_in("phone");
  tell(joined("app", "ani@example.go.id", "02:00"));
  tell(left("app", "ani@example.go.id", "03:00"));
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 120);
}

TEST_F(ledger_bind, reaches_over_several_connections) {
  call_in("phone");
  tell(bound("phone", "tablet", "01:10"));
  tell(bound("app", "tablet", "01:20"));
  settle();
  EXPECT_EQ(counts().held, 4u);
  tell(joined("app", "ani@example.go.id", "02:00"));
  settle();
  EXPECT_THAT(held(), IsEmpty());
}

TEST_F(ledger_bind, of_two_people_is_a_conflict) {
  tell(joined("a", "ani@example.go.id", "01:00"));
  tell(joined("b", "budi@example.go.id", "01:00"));
  tell(bound("a", "b", "01:05"));
  settle();
  ASSERT_EQ(held().size(), 2u);
  for (const auto& item : held()) EXPECT_EQ(item.reason, "identity_conflict");
}

TEST_F(ledger_bind, to_the_host_s_app_is_the_host) {
  call_in("phone");
  auto host = joined("app", "ani@example.go.id", "01:00");
  host.host = true;
  tell(host);
  tell(bound("phone", "app", "01:05"));
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(counts().ignored, 4u);
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 0);
}

TEST_F(ledger_bind, is_only_of_one_occurrence) {
  call_in("phone");
  auto elsewhere = bound("phone", "app", "01:30");
  elsewhere.occurrence = "uuid-2";
  tell(elsewhere);
  tell(joined("app", "ani@example.go.id", "01:00"));
  settle();
  EXPECT_EQ(counts().held, 3u);
}

TEST_F(ledger_bind, that_a_replay_takes_back_makes_nobody_one) {
  call_in("phone");
  tell(joined("app", "ani@example.go.id", "02:00"));
  auto one = bound("phone", "app", "02:00");
  one.identity = "bind-1";
  one.receipt = tell(one);
  settle();
  ASSERT_THAT(held(), IsEmpty());
  one.bound_to = "another";
  one.generation = 1'773'700'000'000;
  tell(one);
  settle();
  ASSERT_EQ(held().size(), 1u);
  EXPECT_EQ(held().front().reason, "person_unknown");
}

TEST_F(ledger_bind, a_better_directory_releases_both) {
  call_in("phone");
  tell(joined("app", "citra@example.go.id", "01:00"));
  tell(bound("phone", "app", "01:05"));
  settle();
  EXPECT_EQ(counts().held, 4u);
  import_people({person("P-0102", "citra@example.go.id")});
  settle();
  EXPECT_THAT(held(), IsEmpty());
}

TEST_F(ledger_bind, without_the_other_connection_is_dead) {
  tell(bound("phone", "", "01:05"));
  settle();
  EXPECT_EQ(counts().dead, 1u);
}

TEST_F(ledger_bind, a_change_of_role_tells_who_it_is_and_gives_no_time) {
  tell(joined("c1", "", "01:00"));
  tell(left("c1", "", "02:00"));
  settle();
  EXPECT_EQ(counts().held, 2u);
  auto role = joined("c1", "ani@example.go.id", "04:00");
  role.type = "engagement.role.v1";
  tell(role);
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(counts().recorded, 3u);
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 60);
}

TEST_F(ledger_bind, a_change_of_role_alone_gives_no_time) {
  auto role = joined("c1", "ani@example.go.id", "04:00");
  role.type = "engagement.role.v1";
  tell(role);
  settle();
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 0);
  EXPECT_THAT(record_of("P-0102").reasons, ::testing::ElementsAre("session:s1"));
}

}  // namespace
}  // namespace jembatan::ledger::testing

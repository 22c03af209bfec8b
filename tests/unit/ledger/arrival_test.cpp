// What arrives, how often, and what is made of it (SEMANTICS.md 1 and 2).
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

class ledger_arrival : public ::testing::Test, public world {
 protected:
  void SetUp() override {
    open();
    import_people({person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")});
    import_trainings({programme({"P-0102", "P-0103"})});
    time.set(at("06:00"));
    settle();
  }
};

TEST_F(ledger_arrival, takes_joined_left_and_ended_to_a_record) {
  tell(joined("c1", "ani@example.go.id", "01:00"));
  tell(left("c1", "ani@example.go.id", "04:30"));
  tell(ended("05:00"));
  settle();
  const auto r = record_of("P-0102");
  EXPECT_EQ(r.sessions.at(0).minutes, 210);
  EXPECT_TRUE(r.sessions.at(0).met);
  EXPECT_EQ(r.outcome, training::result_kind::lulus);
  EXPECT_EQ(r.state, training::status::provisional);
  EXPECT_EQ(counts().ingested, 3u);
  EXPECT_EQ(counts().recorded, 3u);
}

TEST_F(ledger_arrival, counts_an_event_as_evaluating_until_it_is_read) {
  tell(joined("c1", "ani@example.go.id", "01:00"));
  ingest_once();
  EXPECT_EQ(counts().evaluating, 1u);
  evaluate_once();  // the debounce has not passed
  EXPECT_EQ(counts().evaluating, 1u);
  time.advance(settings.debounce);
  evaluate_once();
  EXPECT_EQ(counts().evaluating, 0u);
  EXPECT_EQ(counts().recorded, 1u);
}

TEST_F(ledger_arrival, is_drained_when_the_event_log_holds_nothing_more) {
  EXPECT_TRUE(book->drained().value());
  told dead;
  dead.type = "event.dead.v1";
  tell(dead);
  EXPECT_FALSE(book->drained().value());
  ingest_once();
  EXPECT_TRUE(book->drained().value());
}

TEST_F(ledger_arrival, does_not_count_its_own_redelivery) {
  auto t = joined("c1", "ani@example.go.id", "01:00");
  t.receipt = tell(t);
  tell(t);
  settle();
  tell(t);
  settle();
  EXPECT_EQ(counts().ingested, 1u);
  EXPECT_EQ(counts().duplicate, 0u);
}

TEST_F(ledger_arrival, classes_equal_content_under_another_receipt_as_duplicate) {
  tell(joined("c1", "ani@example.go.id", "01:00"));
  settle();
  tell(joined("c1", "ani@example.go.id", "01:00"));
  tell(joined("c1", "ani@example.go.id", "01:00"));
  settle();
  EXPECT_EQ(counts().ingested, 3u);
  EXPECT_EQ(counts().duplicate, 2u);
  const auto rows = feed();
  const auto told = std::find_if(rows.begin(), rows.end(), [](auto& r) { return r.act == "event.duplicate"; });
  ASSERT_NE(told, rows.end());
  EXPECT_EQ(told->count, 2);
  EXPECT_EQ(told->src, "zoom-bpsdm");
}

TEST_F(ledger_arrival, reads_the_variant_with_the_latest_time) {
  auto first = left("c1", "ani@example.go.id", "02:00");
  first.identity = "left-of-c1";
  first.sent = "02:10";
  auto second = left("c1", "ani@example.go.id", "03:00");
  second.identity = "left-of-c1";
  second.sent = "02:05";
  tell(joined("c1", "ani@example.go.id", "01:00"));
  tell(first);
  tell(second);
  tell(ended("05:00"));
  settle();
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 60);
  EXPECT_EQ(counts().recorded, 4u);  // both variants are read
  auto third = left("c1", "ani@example.go.id", "03:30");
  third.identity = "left-of-c1";
  third.sent = "04:00";
  tell(third);
  settle();
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 150);
}

TEST_F(ledger_arrival, counts_a_raw_event_of_two_facts_once_with_its_best_class) {
  auto known = joined("c1", "ani@example.go.id", "01:00");
  known.facts = 2;
  known.identity = "two";
  auto unknown = joined("c2", "nobody@example.org", "01:00");
  unknown.facts = 2;
  unknown.n = 1;
  unknown.identity = "two";
  unknown.receipt = tell(known);
  ingest_once();
  EXPECT_EQ(counts().ingested, 1u);
  tell(unknown);
  settle();
  EXPECT_EQ(counts().ingested, 1u);
  EXPECT_EQ(counts().recorded, 1u);
  EXPECT_EQ(counts().held, 0u);
}

TEST_F(ledger_arrival, counts_a_raw_event_of_two_facts_as_duplicate_when_all_are) {
  for (int copy = 0; copy < 2; ++copy) {
    auto a = joined("c1", "ani@example.go.id", "01:00");
    a.facts = 2;
    a.identity = "two";
    auto b = joined("c2", "budi@example.go.id", "01:00");
    b.facts = 2;
    b.n = 1;
    b.identity = "two";
    b.receipt = tell(a);
    tell(b);
    settle();
  }
  EXPECT_EQ(counts().ingested, 2u);
  EXPECT_EQ(counts().recorded, 1u);
  EXPECT_EQ(counts().duplicate, 1u);
}

TEST_F(ledger_arrival, classes_what_no_evaluation_reads_when_it_arrives) {
  told ignored;
  ignored.type = "event.unused.v1";
  told unmapped = ignored;
  unmapped.disposition = "unmapped";
  told dead;
  dead.type = "event.dead.v1";
  told of_the_future = joined("c1", "ani@example.go.id", "01:00");
  of_the_future.type = "session.renamed.v9";
  tell(ignored);
  tell(unmapped);
  tell(dead);
  tell(of_the_future);
  ingest_once();
  EXPECT_EQ(counts().ignored, 1u);
  EXPECT_EQ(counts().unmapped, 2u);
  EXPECT_EQ(counts().dead, 1u);
  EXPECT_EQ(counts().evaluating, 0u);
  EXPECT_THAT(acts(), ::testing::Contains("event.deadletter"));
}

TEST_F(ledger_arrival, goes_on_past_a_message_that_is_no_event) {
  tell_raw(std::string(eventlog::events_topic), "{not json");
  tell_raw(std::string(eventlog::events_topic), R"({"id":"x"})");
  tell(joined("c1", "ani@example.go.id", "01:00"));
  settle();
  EXPECT_EQ(counts().recorded, 1u);
  const auto rows = feed();
  const auto told = std::find_if(rows.begin(), rows.end(), [](auto& r) { return r.act == "event.deadletter"; });
  ASSERT_NE(told, rows.end());
  EXPECT_EQ(told->count, 2);
}

TEST_F(ledger_arrival, replaces_a_lower_generation_also_by_nothing) {
  auto live = joined("c1", "ani@example.go.id", "01:00");
  live.identity = "replayed";
  live.receipt = tell(live);
  tell(left("c1", "ani@example.go.id", "03:00"));
  tell(ended("05:00"));
  settle();
  ASSERT_EQ(record_of("P-0102").sessions.at(0).minutes, 120);
  told unused;
  unused.type = "event.unused.v1";
  unused.identity = "replayed";
  unused.receipt = live.receipt;
  unused.generation = 1'800'000'000'000;
  tell(unused);
  settle();
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 0);
  EXPECT_EQ(counts().ingested, 3u);  // the counts of arrival do not move
  EXPECT_EQ(counts().ignored, 1u);
  EXPECT_EQ(counts().recorded, 2u);
  tell(live);  // a late redelivery of what was replaced
  settle();
  EXPECT_EQ(counts().recorded, 2u);
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 0);
}

TEST_F(ledger_arrival, forgets_a_connection_of_which_a_replay_left_nothing) {
  auto live = joined("c9", "nobody@example.org", "01:00");
  live.identity = "replayed";
  live.receipt = tell(live);
  settle();
  ASSERT_EQ(held().size(), 1u);
  told unused;
  unused.type = "event.unused.v1";
  unused.identity = "replayed";
  unused.receipt = live.receipt;
  unused.generation = 5;
  tell(unused);
  settle();
  EXPECT_TRUE(held().empty());
  EXPECT_EQ(counts().held, 0u);
  EXPECT_EQ(counts().ignored, 1u);
}

TEST_F(ledger_arrival, moves_a_dead_letter_to_its_class_when_it_is_replayed) {
  told dead;
  dead.type = "event.dead.v1";
  dead.identity = "mended";
  const auto receipt = tell(dead);
  settle();
  ASSERT_EQ(counts().dead, 1u);
  auto mended = joined("c1", "ani@example.go.id", "01:00");
  mended.identity = "mended";
  mended.receipt = receipt;
  mended.generation = 7;
  tell(mended);
  settle();
  EXPECT_EQ(counts().dead, 0u);
  EXPECT_EQ(counts().recorded, 1u);
  EXPECT_EQ(counts().ingested, 1u);
}

}  // namespace
}  // namespace jembatan::ledger::testing

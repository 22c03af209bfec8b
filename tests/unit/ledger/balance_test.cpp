// The equation is counted, not computed: a corrupted term is seen (SEMANTICS.md 2.4).
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

std::uint64_t sum(const class_counts& c) {
  return c.recorded + c.held + c.ignored + c.unmapped + c.duplicate + c.dead + c.evaluating;
}

class ledger_balance : public ::testing::Test, public world {
 protected:
  void SetUp() override {
    open();
    import_people({person("P-0102", "ani@example.go.id")});
    import_trainings({programme({"P-0102"})});
    time.set(at("06:00"));
    tell(joined("c1", "ani@example.go.id", "01:00"));
    tell(left("c1", "ani@example.go.id", "02:00"));
    settle();
  }
};

TEST_F(ledger_balance, shows_a_corrupted_term) {
  ASSERT_EQ(counts().ingested, sum(counts()));
  sql("UPDATE balance SET n=n-1 WHERE class='recorded'");
  EXPECT_NE(counts().ingested, sum(counts()));
  book->evaluate().step(time.now());
  EXPECT_NE(counts().ingested, sum(counts()));
}

TEST_F(ledger_balance, keeps_the_terms_of_each_source_apart) {
  auto other = joined("c1", "ani@example.go.id", "01:00");
  other.source = "zoom-lan";
  tell(other);
  settle();
  EXPECT_EQ(counts("zoom-bpsdm").ingested, 2u);
  EXPECT_EQ(counts("zoom-lan").ingested, 1u);
  EXPECT_EQ(counts("zoom-lan").held, 1u);  // its meeting is in no catalogue
}

TEST_F(ledger_balance, survives_a_crash_between_the_stages) {
  tell(joined("c2", "ani@example.go.id", "02:30"));
  tell(left("c2", "ani@example.go.id", "03:00"));
  ingest_once();
  open();
  EXPECT_EQ(counts().evaluating, 2u);
  settle();
  EXPECT_EQ(counts().recorded, 4u);
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 90);
}

TEST_F(ledger_balance, is_shown_in_the_metrics) {
  const auto text = series.text();
  EXPECT_THAT(text, ::testing::HasSubstr("jembatan_ledger_events{class=\"recorded\",source=\"zoom-bpsdm\"} 2"));
  EXPECT_THAT(text, ::testing::HasSubstr("jembatan_ledger_dirty_marks 0"));
  EXPECT_THAT(text, ::testing::HasSubstr("jembatan_records{outcome=\"hadir\",status=\"provisional\"} 1"));
  close();
  EXPECT_NO_FATAL_FAILURE(series.text());
}

}  // namespace
}  // namespace jembatan::ledger::testing

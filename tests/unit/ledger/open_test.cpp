// What is refused at open, and what a restart finds.
#include <fstream>

#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

class ledger_open : public ::testing::Test, public world {};

TEST_F(ledger_open, refuses_positions_of_another_event_log) {
  open();
  tell(joined("c1", "ani@example.go.id", "01:00"));
  ingest_once();
  close();
  log.epoch_ = "00000000000000e2";
  const auto refused = try_open();
  ASSERT_TRUE(refused.has_error());
  EXPECT_TRUE(refused.error().is(errc::invalid));
  EXPECT_THAT(refused.error().context, ::testing::HasSubstr("put back the event log"));
}

TEST_F(ledger_open, refuses_a_newer_schema) {
  open();
  close();
  sql("INSERT INTO schema_version(version) VALUES(1000)");
  const auto refused = try_open();
  ASSERT_TRUE(refused.has_error());
  EXPECT_TRUE(refused.error().is(errc::unsupported));
}

TEST_F(ledger_open, reports_a_file_that_is_no_database) {
  std::ofstream(settings.file) << std::string(8192, 'x');
  const auto refused = try_open();
  ASSERT_TRUE(refused.has_error());
  EXPECT_TRUE(refused.error().is(errc::corrupt)) << refused.error().message();
}

TEST_F(ledger_open, stops_when_somebody_else_moved_the_position) {
  open();
  tell(joined("c1", "ani@example.go.id", "01:00"));
  ingest_once();
  tell(joined("c2", "ani@example.go.id", "01:00"));
  sql("UPDATE position SET epoch='00000000000000ff'");
  ingest_once();
  EXPECT_EQ(counts().ingested, 1u);
  EXPECT_THAT(series.text(), ::testing::HasSubstr("jembatan_ledger_failures_total{stage=\"ingest\"} 1"));
  sql("UPDATE position SET epoch='00000000000000e1'");
  ingest_once();
  EXPECT_EQ(counts().ingested, 2u);
}

TEST_F(ledger_open, comes_again_later_and_later_after_failures) {
  open();
  tell(joined("c1", "ani@example.go.id", "01:00"));
  ingest_once();
  sql("UPDATE position SET epoch='00000000000000ff'");
  tell(joined("c2", "ani@example.go.id", "01:00"));
  duration last{0};
  for (int i = 0; i < 10; ++i) {
    const auto pause = book->ingest().step(time.now()) - time.now();
    EXPECT_GE(pause, last);
    last = pause;
  }
  EXPECT_EQ(last, std::chrono::seconds{5});
}

}  // namespace
}  // namespace jembatan::ledger::testing

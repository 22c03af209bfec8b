// The feed is numbered in commit order without gaps, and its times never go back.
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

class ledger_feed : public ::testing::Test, public world {
 protected:
  void SetUp() override {
    open();
    time.set(at("06:00"));
    import_people({person("P-0102", "ani@example.go.id")});
    import_trainings({programme({"P-0102"})});
  }
};

TEST_F(ledger_feed, has_no_gaps_and_no_time_that_goes_back) {
  for (int i = 0; i < 5; ++i) {
    tell(joined("c" + std::to_string(i), "nobody" + std::to_string(i) + "@example.org", "01:00"));
    tell(joined("c" + std::to_string(i), "nobody" + std::to_string(i) + "@example.org", "01:00"));
    settle();
    time.set(at("06:00") - std::chrono::minutes{i});
    open();
  }
  // A refused import takes no number.
  ASSERT_TRUE(book->import_people({"people", "dx", "acct:1000"}, {}, 0).has_error());
  import_people({});
  std::int64_t n = 0;
  time_point last{};
  for (const auto& row : feed()) {
    EXPECT_EQ(row.n, ++n);
    EXPECT_GE(row.at, last);
    last = row.at;
  }
  EXPECT_GT(n, 12);
}

TEST_F(ledger_feed, names_nobody) {
  tell(joined("c1", "ani@example.go.id", "01:00"));
  tell(joined("c2", "rahasia@example.org", "01:00"));
  settle();
  for (const auto& row : feed()) {
    const auto all = row.act + row.actor + row.src + row.ref + row.out;
    EXPECT_EQ(all.find("P-0102"), std::string::npos) << all;
    EXPECT_EQ(all.find("example"), std::string::npos) << all;
    EXPECT_EQ(all.find("uuid-1"), std::string::npos) << all;
  }
}

TEST_F(ledger_feed, is_read_on_from_a_number) {
  tell(joined("c2", "nobody@example.org", "01:00"));
  settle();
  const auto all = feed();
  const auto rest = book->feed(all.at(1).n, 100).value();
  EXPECT_EQ(rest.size(), all.size() - 2);
  EXPECT_EQ(book->feed(0, 2)->size(), 2u);
}

}  // namespace
}  // namespace jembatan::ledger::testing

// Records and their revisions (SEMANTICS.md 5).
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

using training::result_kind;
using training::status;

class ledger_record : public ::testing::Test, public world {
 protected:
  void SetUp() override {
    open();
    time.set(at("00:30"));
    import_people({person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")});
    import_trainings({programme({"P-0102", "P-0103"})});
    settle();
  }
  void attend() {
    tell(joined("c1", "ani@example.go.id", "01:00"));
    tell(left("c1", "ani@example.go.id", "05:00"));
    tell(ended("05:00"));
  }
  time_point final_instant() { return end_of_day(*parse_date("2026-03-16"), std::chrono::hours{7}) + settings.settle; }
};

TEST_F(ledger_record, exists_for_everybody_enrolled_when_the_training_begins) {
  auto later = programme({"P-0102"}, "ppp-2026-02");
  later.from = later.to = *parse_date("2026-03-18");
  later.sessions.clear();
  import_trainings({programme({"P-0102", "P-0103"}), later});
  settle();
  EXPECT_EQ(records().size(), 2u);
  time.set(at("00:30") + std::chrono::hours{48});
  settle();
  EXPECT_EQ(records().size(), 3u);
}

TEST_F(ledger_record, becomes_final_by_a_timer) {
  attend();
  time.set(at("06:00"));
  settle();
  const auto before = record_of("P-0102");
  EXPECT_EQ(before.state, status::provisional);
  time.set(final_instant() - duration{1});
  evaluate_once();
  EXPECT_EQ(record_of("P-0102").state, status::provisional);
  time.set(final_instant());
  settle();
  const auto after = record_of("P-0102");
  EXPECT_EQ(after.state, status::final);
  EXPECT_EQ(after.record_id, before.record_id);
  EXPECT_EQ(after.revision, before.revision + 1);
}

TEST_F(ledger_record, stays_final_when_the_clock_is_stepped_back) {
  attend();
  time.set(final_instant());
  settle();
  const auto revision = record_of("P-0102").revision;
  time.set(final_instant() - std::chrono::hours{1});
  tell(joined("c2", "ani@example.go.id", "01:30"));
  tell(left("c2", "ani@example.go.id", "01:40"));
  settle();
  EXPECT_EQ(record_of("P-0102").state, status::final);
  EXPECT_EQ(record_of("P-0102").revision, revision);
}

TEST_F(ledger_record, evaluates_marks_that_a_clock_stepped_back_left_in_the_future) {
  attend();
  time.set(at("06:00") + std::chrono::hours{1});
  ingest_once();
  time.set(at("06:00"));
  evaluate_once();
  EXPECT_EQ(counts().evaluating, 0u);
}

TEST_F(ledger_record, gets_its_next_revision_from_a_late_fact_and_stays_final) {
  tell(joined("c1", "ani@example.go.id", "01:00"));
  tell(left("c1", "ani@example.go.id", "02:00"));
  tell(ended("05:00"));
  time.set(final_instant());
  settle();
  const auto before = record_of("P-0102");
  EXPECT_EQ(before.outcome, result_kind::hadir);
  tell(joined("c2", "ani@example.go.id", "02:00"));
  tell(left("c2", "ani@example.go.id", "05:00"));
  settle();
  const auto after = record_of("P-0102");
  EXPECT_EQ(after.outcome, result_kind::lulus);
  EXPECT_EQ(after.state, status::final);
  EXPECT_EQ(after.revision, before.revision + 1);
}

TEST_F(ledger_record, ends_an_open_join_at_the_latest_instant_that_anybody_shows) {
  tell(joined("c1", "ani@example.go.id", "01:00"));
  time.set(at("06:00"));
  settle();
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 0);
  tell(joined("c9", "budi@example.go.id", "02:30"));
  settle();
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 90);
  EXPECT_THAT(record_of("P-0102").reasons, ::testing::Contains("session_end_unknown:s1"));
  tell(ended("04:00"));
  settle();
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 180);
  EXPECT_THAT(record_of("P-0102").reasons, ::testing::Contains("leave_unknown:s1"));
}

TEST_F(ledger_record, is_not_written_anew_when_nothing_but_its_basis_changes) {
  attend();
  time.set(at("06:00"));
  settle();
  const auto before = feed().size();
  tell(joined("c2", "ani@example.go.id", "02:00"));
  tell(left("c2", "ani@example.go.id", "03:00"));
  settle();
  EXPECT_EQ(feed().size(), before);
}

TEST_F(ledger_record, gives_a_practice_session_no_time) {
  tell(joined("c1", "ani@example.go.id", "01:00"));
  tell(left("c1", "ani@example.go.id", "05:00"));
  auto end = ended("05:00");
  end.practice = true;
  tell(end);
  time.set(at("06:00"));
  settle();
  EXPECT_EQ(record_of("P-0102").sessions.at(0).minutes, 0);
}

TEST_F(ledger_record, is_withdrawn_with_its_training_and_comes_back_with_it) {
  attend();
  time.set(at("06:00"));
  settle();
  const auto first = record_of("P-0102");
  import_trainings({});
  settle();
  const auto gone = record_of("P-0102");
  EXPECT_EQ(gone.state, status::withdrawn);
  EXPECT_EQ(gone.record_id, first.record_id);
  EXPECT_THAT(acts(), ::testing::Contains("record.withdraw"));
  EXPECT_EQ(counts().held, 3u);
  import_trainings({programme({"P-0102", "P-0103"})});
  settle();
  const auto back = record_of("P-0102");
  EXPECT_EQ(back.state, status::provisional);
  EXPECT_EQ(back.outcome, result_kind::lulus);
  EXPECT_EQ(back.revision, first.revision + 2);
}

TEST_F(ledger_record, is_withdrawn_from_who_is_no_longer_listed) {
  import_trainings({programme({"P-0103"})});
  settle();
  EXPECT_EQ(record_of("P-0102").state, status::withdrawn);
  EXPECT_EQ(record_of("P-0103").state, status::provisional);
}

TEST_F(ledger_record, follows_a_longer_settling_time_of_its_training) {
  time.set(final_instant());
  settle();
  ASSERT_EQ(record_of("P-0102").state, status::final);
  auto longer = programme({"P-0102", "P-0103"});
  longer.settle = settings.settle + std::chrono::hours{24};
  import_trainings({longer});
  settle();
  EXPECT_EQ(record_of("P-0102").state, status::provisional);
  time.advance(std::chrono::hours{24});
  settle();
  EXPECT_EQ(record_of("P-0102").state, status::final);
}

TEST_F(ledger_record, follows_a_default_settling_time_that_was_changed_while_it_was_closed) {
  time.set(final_instant());
  settle();
  ASSERT_EQ(record_of("P-0102").state, status::final);
  settings.settle += std::chrono::hours{24};
  open();
  settle();
  EXPECT_EQ(record_of("P-0102").state, status::provisional);
}

TEST_F(ledger_record, counts_one_occurrence_in_two_trainings) {
  auto other = programme({"P-0102"}, "tik-2026-01");
  other.sessions.front().when.to = at("03:00");
  import_trainings({programme({"P-0102", "P-0103"}), other});
  attend();
  time.set(at("06:00"));
  settle();
  std::map<std::string, std::int64_t> minutes;
  for (const auto& r : records()) {
    if (r.person_id == "P-0102") minutes[r.training_id] = r.sessions.at(0).minutes;
  }
  EXPECT_THAT(minutes, ::testing::UnorderedElementsAre(::testing::Pair("ppp-2026-01", 240),
                                                       ::testing::Pair("tik-2026-01", 120)));
  EXPECT_EQ(counts().recorded, 3u);
}

TEST_F(ledger_record, stands_in_its_topic_once_with_its_newest_revision) {
  attend();
  time.set(at("06:00"));
  settle();
  time.set(final_instant());
  settle();
  const auto all = book->records_topic().read(0, {});
  ASSERT_TRUE(all.has_value());
  ASSERT_EQ(all->messages.size(), 2u);
  std::int64_t last = -1;
  for (const auto& m : all->messages) {
    const auto r = training::from_json(m.value);
    ASSERT_TRUE(r);
    EXPECT_EQ(m.key, r->record_id);
    EXPECT_EQ(r->state, status::final);
    EXPECT_GT(m.offset, last);
    last = m.offset;
  }
  EXPECT_EQ(all->next, last + 1);
  EXPECT_EQ(book->records_topic().read(0, {.rows = 1})->messages.size(), 1u);
  EXPECT_TRUE(book->records_topic().read(all->next, {})->messages.empty());
}

TEST_F(ledger_record, is_found_by_training_and_by_person) {
  EXPECT_EQ(book->records_json("ppp-2026-01", "", 10, "")->size(), 2u);
  EXPECT_EQ(book->records_json("ppp-2026-01", "P-0102", 10, "")->size(), 1u);
  EXPECT_EQ(book->records_json("none", "", 10, "")->size(), 0u);
  const auto first = book->records_json("", "", 1, "").value();
  ASSERT_EQ(first.size(), 1u);
  const auto next = book->records_json("", "", 10, training::from_json(first.front())->record_id).value();
  ASSERT_EQ(next.size(), 1u);
  EXPECT_NE(next.front(), first.front());
}

}  // namespace
}  // namespace jembatan::ledger::testing

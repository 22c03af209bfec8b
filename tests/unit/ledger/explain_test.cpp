// What `jembatan explain` finds in the ledger: of every class, with reasons, revisions and steps.
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ledger_explain : public ::testing::Test, public world {
 protected:
  void SetUp() override {
    open();
    book->set_targets({{"ekinerja", parse_date("2026-01-01"), {"lulus"}}});
    import_people({person("P-0102", "ani@example.go.id")});
    auto final_at_once = programme({"P-0102"});
    final_at_once.settle = duration{0};
    import_trainings({final_at_once});
    time.set(at("23:00"));
  }
  static receipt receipt_of(std::uint64_t sequence) { return {"edge-1", "0123456789abcdef", sequence}; }
  message_story only(std::uint64_t sequence) {
    const auto all = book->explain_receipt(receipt_of(sequence)).value();
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? message_story() : all.front();
  }
  void pass_ani() {
    tell(joined("c1", "ani@example.go.id", "01:00"));
    tell(left("c1", "ani@example.go.id", "05:00"));
    settle();
  }
  record_story story() { return book->explain_record(record_of("P-0102").record_id).value().value(); }
};

TEST_F(ledger_explain, tells_how_an_event_came_to_be_and_what_it_counts_for) {
  const auto first = tell(joined("c1", "ani@example.go.id", "01:00"));
  const auto second = tell(left("c1", "ani@example.go.id", "05:00"));
  settle();
  const auto m = only(second);
  EXPECT_EQ(m.from, receipt_of(second));
  EXPECT_EQ(m.cls, "recorded");
  EXPECT_EQ(m.source, "zoom-bpsdm");
  EXPECT_EQ(m.type, "id.go.asn.training.attendance.left.v1");
  EXPECT_EQ(m.topic, eventlog::events_topic);
  EXPECT_EQ(m.position, static_cast<std::int64_t>(second - first));
  EXPECT_EQ(m.at, at("05:00"));
  EXPECT_EQ(m.person, "P-0102");
  EXPECT_THAT(m.trainings, ElementsAre("ppp-2026-01"));
  EXPECT_THAT(m.records, ElementsAre(record_of("P-0102").record_id));
  EXPECT_EQ(m.event.size(), 32u);
}

TEST_F(ledger_explain, finds_every_arrival_of_an_event_by_its_id) {
  auto e = joined("c1", "ani@example.go.id", "01:00");
  const auto first = tell(e);
  const auto again = tell(e);
  settle();
  const auto all = book->explain_event(only(first).event).value();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].cls, "recorded");
  EXPECT_FALSE(all[0].first);
  EXPECT_EQ(all[1].from, receipt_of(again));
  EXPECT_EQ(all[1].cls, "duplicate");
  EXPECT_EQ(all[1].first, receipt_of(first));
  auto other = only(first).event;
  other.back() = other.back() == '0' ? '1' : '0';
  EXPECT_THAT(book->explain_event(other).value(), IsEmpty());
}

TEST_F(ledger_explain, says_why_an_event_is_held_and_finds_it_by_its_hold) {
  const auto r = tell(joined("c2", "nobody@example.org", "01:00"));
  tell(left("c2", "nobody@example.org", "05:00"));
  settle();
  const auto m = only(r);
  EXPECT_EQ(m.cls, "held");
  EXPECT_EQ(m.reason, "person_unknown");
  EXPECT_THAT(m.records, IsEmpty());
  EXPECT_THAT(book->explain_hold(m.hold).value(), SizeIs(2));
  EXPECT_THAT(book->explain_hold("h-00").value(), IsEmpty());
  // After the release the hold's id still leads to its events.
  import_people({person("P-0102", "nobody@example.org")});
  settle();
  EXPECT_EQ(only(r).cls, "recorded");
  EXPECT_THAT(book->explain_hold(m.hold).value(), SizeIs(2));
}

TEST_F(ledger_explain, says_why_nothing_was_made_of_an_event) {
  told dead, unused, maimed = joined("", "", "01:00");
  dead.type = "event.dead.v1";
  unused.type = "event.unused.v1";
  const auto d = tell(dead), u = tell(unused), m = tell(maimed);
  settle();
  EXPECT_EQ(only(d).cls, "dead");
  EXPECT_EQ(only(d).reason, "field_missing");
  EXPECT_EQ(only(d).field, "/payload/object/uuid");
  EXPECT_EQ(only(d).topic, eventlog::deadletter_topic);
  EXPECT_EQ(only(u).cls, "ignored");
  EXPECT_EQ(only(u).raw_type, "meeting.something");
  EXPECT_EQ(only(m).cls, "dead");
  EXPECT_EQ(only(m).field, "session.connection");
}

TEST_F(ledger_explain, says_what_is_still_in_flight) {
  const auto r = tell(joined("c1", "ani@example.go.id", "01:00"));
  EXPECT_THAT(book->explain_receipt(receipt_of(r)).value(), IsEmpty());
  ingest_once();
  EXPECT_EQ(only(r).cls, "evaluating");
}

TEST_F(ledger_explain, tells_each_revision_of_a_record_with_its_cause) {
  settle();  // the training has begun: absent so far
  pass_ani();
  auto moved = programme({"P-0102"});
  moved.settle = duration{0};
  moved.title = "Judul Lain";
  import_trainings({moved});
  settle();
  const auto s = story();
  ASSERT_GE(s.revisions.size(), 3u);
  EXPECT_EQ(s.revisions.front().revision, 1);
  EXPECT_THAT(s.revisions.front().detail, HasSubstr(R"("cause":"import")"));
  EXPECT_THAT(s.revisions.front().detail, HasSubstr(R"("outcome":"tidak_lulus")"));
  EXPECT_THAT(s.revisions.front().detail, HasSubstr(R"("reasons":["session:s1"])"));
  EXPECT_FALSE(s.revisions.front().because);
  const auto& by_event = s.revisions[1];
  EXPECT_THAT(by_event.detail, HasSubstr(R"("cause":"event")"));
  EXPECT_THAT(by_event.detail, HasSubstr(R"("outcome":"lulus")"));
  EXPECT_EQ(by_event.because, receipt_of(2));
  EXPECT_THAT(s.revisions.back().detail, HasSubstr(R"("cause":"import")"));
  EXPECT_FALSE(s.revisions.back().because);
  EXPECT_EQ(s.revisions.back().revision, record_of("P-0102").revision);
}

TEST_F(ledger_explain, lists_the_events_that_a_record_is_made_of) {
  pass_ani();
  tell(ended("05:00"));
  tell(joined("c2", "nobody@example.org", "01:00"));
  settle();
  std::vector<std::uint64_t> sequences;
  for (const auto& m : story().events) sequences.push_back(m.from.sequence);
  EXPECT_THAT(sequences, ElementsAre(1, 2, 3));
  EXPECT_FALSE(story().more_events);
}

TEST_F(ledger_explain, keeps_every_answer_of_a_target) {
  book->set_accepted_counts([this] { return std::map<std::string, std::uint64_t>{{"zoom-bpsdm", accepted}}; });
  pass_ani();
  const auto attempt = [&](delivery_state next, const char* act, const char* answer) {
    const auto job = book->deliveries().claim("ekinerja", time.now(), std::chrono::minutes{2}).value().value();
    settlement s;
    s.delivery_id = job.what.delivery_id;
    s.lease_revision = job.what.wanted_revision;
    s.next = next;
    s.next_at = time.now();
    s.act = act;
    s.out = next == delivery_state::done ? "ok" : "fail:refused";
    s.answer = answer;
    if (next == delivery_state::done) s.remote_id = "row-7";
    ASSERT_TRUE(book->deliveries().settle(s, time.now()).has_value());
  };
  attempt(delivery_state::due, "delivery.fail", "Data belum lengkap");
  attempt(delivery_state::done, "delivery.ok", "");
  const auto s = story();
  ASSERT_THAT(s.deliveries, SizeIs(1));
  std::vector<std::string> told_steps;
  for (const auto& step : s.deliveries[0].steps) told_steps.push_back(step.act + " " + step.detail);
  EXPECT_THAT(told_steps, ElementsAre("delivery.intent ", R"(delivery.fail {"answer":"Data belum lengkap"})",
                                      "delivery.intent ", R"(delivery.ok {"remote_id":"row-7"})"));
}

TEST_F(ledger_explain, knows_nothing_of_what_it_never_saw) {
  EXPECT_THAT(book->explain_receipt(receipt_of(99)).value(), IsEmpty());
  EXPECT_THAT(book->explain_receipt({"edge-2", "0123456789abcdef", 1}).value(), IsEmpty());
  EXPECT_FALSE(book->explain_record("r-00").value());
}

TEST_F(ledger_explain, opens_a_ledger_that_was_made_before_it) {
  const auto before = tell(joined("c1", "ani@example.go.id", "01:00"));
  settle();
  close();
  for (const auto* statement :
       {"DROP TABLE delivery_try", "DROP INDEX party_bound", "DROP INDEX registration_of_meeting",
        "ALTER TABLE party DROP COLUMN bound", "ALTER TABLE party DROP COLUMN standings", "DROP INDEX feed_of_delivery",
        "DROP TABLE feed_detail", "DROP TABLE treatment", "ALTER TABLE raw DROP COLUMN h",
        "ALTER TABLE raw DROP COLUMN treatment", "ALTER TABLE raw DROP COLUMN part", "ALTER TABLE raw DROP COLUMN pos",
        "ALTER TABLE raw DROP COLUMN logged_at", "DELETE FROM schema_version WHERE version>=2"})
    sql(statement);
  open();
  const auto after = tell(left("c1", "ani@example.go.id", "05:00"));
  settle();
  EXPECT_EQ(only(before).cls, "recorded");
  EXPECT_EQ(only(before).position, -1);
  EXPECT_EQ(only(before).type, "");
  EXPECT_EQ(only(after).type, "id.go.asn.training.attendance.left.v1");
}

}  // namespace
}  // namespace jembatan::ledger::testing

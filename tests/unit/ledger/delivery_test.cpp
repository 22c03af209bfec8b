// What targets should hold, and how delivery works it off (SEMANTICS.md 6.1 to 6.4).
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr duration lease = std::chrono::minutes{2};

class ledger_delivery : public ::testing::Test, public world {
 protected:
  void SetUp() override {
    open();
    configure();
    import_people({person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")});
    import_trainings({now_final()});
    time.set(at("23:00"));
  }
  void configure() {
    book->set_targets({{"ekinerja", parse_date("2026-01-01"), {"lulus"}}});
    book->set_accepted_counts([this] { return std::map<std::string, std::uint64_t>{{"zoom-bpsdm", accepted}}; });
  }
  static training::programme now_final() {
    auto p = programme({"P-0102", "P-0103"});
    p.settle = duration{0};
    return p;
  }
  void pass(const std::string& connection, const std::string& email) {
    tell(joined(connection, email, "01:00"));
    auto out = left(connection, email, "05:00");
    out.identity = "left-" + connection;
    tell(out);
  }
  void pass_ani() {
    pass("c1", "ani@example.go.id");
    settle();
  }
  // A later variant that changes the minutes, and so makes a revision.
  void make_revision() {
    auto out = left("c1", "ani@example.go.id", "04:59");
    out.identity = "left-c1";
    out.sent = "06:00";
    tell(out);
    settle();
  }
  delivery only() {
    const auto all = deliveries();
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? delivery() : all.front();
  }
  job take() {
    auto j = book->deliveries().claim("ekinerja", time.now(), lease).value();
    EXPECT_TRUE(j);
    return j.value_or(job());
  }
  // The programme says something else, and so does every record of it.
  void rename(const std::string& title) {
    auto p = now_final();
    p.title = title;
    import_trainings({p});
    settle();
  }
  static std::vector<std::string> titles(const std::vector<earlier_try>& tried) {
    std::vector<std::string> all;
    for (const auto& t : tried) all.push_back(training::from_json(t.record_json)->title + (t.open ? "?" : ""));
    return all;
  }
  bool nothing_to_take() { return !book->deliveries().claim("ekinerja", time.now(), lease).value(); }
  void finish(const job& j, delivery_state next, std::optional<std::int64_t> known = {},
              write_outcome write = write_outcome::none) {
    settlement s;
    s.delivery_id = j.what.delivery_id;
    s.lease_revision = j.what.wanted_revision;
    s.next = next;
    s.known_revision = known;
    s.write = write;
    s.next_at = time.now();
    s.act = next == delivery_state::done ? "delivery.ok" : "delivery.fail";
    s.out = next == delivery_state::done ? "ok" : "fail:refused";
    const auto done = book->deliveries().settle(s, time.now());
    EXPECT_TRUE(done.has_value()) << done.error().message();
  }
  void deliver() {
    const auto j = take();
    finish(j, delivery_state::done, j.what.wanted_revision);
  }
};

TEST_F(ledger_delivery, becomes_due_when_the_record_is_final) {
  pass_ani();
  const auto d = only();
  EXPECT_EQ(d.state, delivery_state::due);
  EXPECT_EQ(d.person_id, "P-0102");
  EXPECT_EQ(d.wanted_revision, record_of("P-0102").revision);
  EXPECT_EQ(d.known_revision, 0);
}

TEST_F(ledger_delivery, leaves_provisional_records_other_outcomes_and_earlier_trainings_out) {
  auto unsettled = now_final();
  unsettled.settle = std::chrono::hours{480};
  import_trainings({unsettled});
  pass_ani();
  EXPECT_THAT(deliveries(), IsEmpty());
  import_trainings({now_final()});
  settle();
  EXPECT_EQ(deliveries().size(), 1u);  // P-0103 was absent: tidak_lulus is not wanted
  close();
  world other;
  other.open();
  other.book->set_targets({{"ekinerja", parse_date("2026-04-01"), {"lulus"}}});
  other.import_people({person("P-0102", "ani@example.go.id")});
  other.import_trainings({now_final()});
  other.time.set(at("23:00"));
  other.tell(joined("c1", "ani@example.go.id", "01:00"));
  other.tell(left("c1", "ani@example.go.id", "05:00"));
  other.settle();
  EXPECT_EQ(other.records().at(0).outcome, training::result_kind::lulus);
  EXPECT_THAT(other.deliveries(), IsEmpty());
}

TEST_F(ledger_delivery, waits_for_what_was_accepted_before_its_evaluation) {
  accepted += 1;  // one event is in the journal, not in the event log yet
  pass("c1", "ani@example.go.id");
  settle();
  EXPECT_EQ(only().state, delivery_state::waiting);
  EXPECT_TRUE(nothing_to_take());
  accepted -= 1;
  tell(joined("c9", "nobody@example.org", "01:00"));
  ingest_once();
  evaluate_once();  // ingested, but its mark is still open
  EXPECT_EQ(only().state, delivery_state::waiting);
  settle();
  EXPECT_EQ(only().state, delivery_state::due);
}

TEST_F(ledger_delivery, does_not_wait_for_what_is_accepted_later) {
  pass("c1", "ani@example.go.id");
  ingest_once();
  time.advance(settings.debounce);
  evaluate_once();
  accepted += 5;
  settle();
  EXPECT_EQ(only().state, delivery_state::due);
}

TEST_F(ledger_delivery, wakes_delivery_when_something_becomes_due) {
  int woken = 0;
  book->on_due([&] { ++woken; });
  pass_ani();
  EXPECT_EQ(woken, 1);
}

TEST_F(ledger_delivery, is_sending_with_a_lease_once_it_is_claimed) {
  pass_ani();
  const auto j = take();
  EXPECT_EQ(j.what.state, delivery_state::due) << "what it was before";
  EXPECT_EQ(j.what.lease_until, time.now() + lease);
  EXPECT_EQ(training::from_json(j.record_json)->revision, j.what.wanted_revision);
  open();  // committed before the call
  EXPECT_EQ(only().state, delivery_state::sending);
  EXPECT_TRUE(nothing_to_take());
  EXPECT_EQ(book->deliveries().next_due("ekinerja").value(), time.now() + lease);
  EXPECT_THAT(acts(), Contains("delivery.intent"));
}

TEST_F(ledger_delivery, is_unknown_never_due_when_its_lease_expires) {
  pass_ani();
  const auto first = take();
  time.advance(lease);
  const auto second = take();
  EXPECT_EQ(second.what.delivery_id, first.what.delivery_id);
  EXPECT_EQ(second.what.state, delivery_state::unknown) << "to be read back first";
  EXPECT_EQ(second.what.reason, "lease_expired");
  EXPECT_EQ(only().state, delivery_state::sending);
  EXPECT_THAT(acts(), Contains("delivery.unknown"));
}

TEST_F(ledger_delivery, is_done_with_what_the_target_is_known_to_hold) {
  pass_ani();
  const auto j = take();
  settlement s;
  s.delivery_id = j.what.delivery_id;
  s.lease_revision = j.what.wanted_revision;
  s.next = delivery_state::done;
  s.known_revision = j.what.wanted_revision;
  s.remote_id = "remote-7";
  s.payload_digest = "ab12";
  s.act = "delivery.ok";
  s.out = "ok";
  ASSERT_TRUE(book->deliveries().settle(s, time.now()));
  const auto d = book->find_delivery(j.what.delivery_id).value();
  ASSERT_TRUE(d);
  EXPECT_EQ(d->state, delivery_state::done);
  EXPECT_EQ(d->known_revision, j.what.wanted_revision);
  EXPECT_EQ(d->remote_id, "remote-7");
  EXPECT_EQ(d->payload_digest, "ab12");
  EXPECT_TRUE(nothing_to_take());
  EXPECT_EQ(book->delivery_counts().value()["ekinerja"]["done"], 1);
  EXPECT_TRUE(book->deliveries().settle(s, time.now()).has_error());
}

TEST_F(ledger_delivery, burns_attempts_and_begins_anew_with_a_new_revision) {
  pass_ani();
  const auto j = take();
  settlement s;
  s.delivery_id = j.what.delivery_id;
  s.lease_revision = j.what.wanted_revision;
  s.burn = true;
  s.next_at = time.now() + std::chrono::hours{1};
  s.reason = "refused";
  ASSERT_TRUE(book->deliveries().settle(s, time.now()));
  EXPECT_EQ(only().attempts, 1);
  EXPECT_TRUE(nothing_to_take());
  make_revision();
  EXPECT_EQ(only().attempts, 0);
  EXPECT_EQ(only().wanted_revision, j.what.wanted_revision + 1);
}

TEST_F(ledger_delivery, is_due_again_when_the_record_grew_while_it_was_sending) {
  pass_ani();
  const auto j = take();
  make_revision();
  EXPECT_EQ(only().state, delivery_state::sending);
  finish(j, delivery_state::done, j.what.wanted_revision);
  EXPECT_EQ(only().state, delivery_state::due);
  EXPECT_EQ(only().known_revision, j.what.wanted_revision);
  EXPECT_EQ(take().what.wanted_revision, j.what.wanted_revision + 1);
}

TEST_F(ledger_delivery, is_due_again_when_a_delivered_record_is_revised) {
  pass_ani();
  deliver();
  make_revision();
  EXPECT_EQ(only().state, delivery_state::due);
  EXPECT_EQ(only().wanted_revision, only().known_revision + 1);
}

TEST_F(ledger_delivery, keeps_one_lane_per_person) {
  auto other = now_final();
  other.id = "tik-2026-01";
  import_trainings({now_final(), other});
  pass("c1", "ani@example.go.id");
  pass("c2", "budi@example.go.id");
  settle();
  ASSERT_EQ(deliveries().size(), 4u);
  const auto a = take();
  const auto b = take();
  EXPECT_NE(a.what.person_id, b.what.person_id);
  EXPECT_TRUE(nothing_to_take());
  finish(a, delivery_state::done, a.what.wanted_revision);
  EXPECT_EQ(take().what.person_id, a.what.person_id);
}

TEST_F(ledger_delivery, parks_a_delivered_record_that_loses_its_outcome) {
  pass_ani();
  deliver();
  import_trainings({});
  settle();
  EXPECT_EQ(only().state, delivery_state::parked);
  EXPECT_EQ(only().reason, "withdrawal_needs_approval");
  EXPECT_TRUE(nothing_to_take());
  EXPECT_TRUE(book->retry_delivery(only().delivery_id, "acct:1000").has_error());
  import_trainings({now_final()});
  settle();
  EXPECT_EQ(only().state, delivery_state::due);
}

TEST_F(ledger_delivery, forgets_an_undelivered_record_that_loses_its_outcome) {
  pass_ani();
  import_trainings({});
  settle();
  EXPECT_THAT(deliveries(), IsEmpty());
}

TEST_F(ledger_delivery, parks_what_lost_its_outcome_while_it_was_sending) {
  pass_ani();
  const auto j = take();
  import_trainings({});
  settle();
  EXPECT_EQ(only().state, delivery_state::sending);
  finish(j, delivery_state::done, j.what.wanted_revision);
  EXPECT_EQ(only().state, delivery_state::parked);
  EXPECT_EQ(only().reason, "withdrawal_needs_approval");
}

TEST_F(ledger_delivery, holds_a_correction_back_while_the_record_is_provisional_again) {
  pass_ani();
  deliver();
  auto longer = now_final();
  longer.settle = std::chrono::hours{480};
  import_trainings({longer});
  settle();
  EXPECT_EQ(only().state, delivery_state::done);
  EXPECT_TRUE(nothing_to_take());
}

TEST_F(ledger_delivery, claims_nothing_for_a_parked_target) {
  pass_ani();
  ASSERT_TRUE(book->deliveries().park_target("ekinerja", "sso_token_expired", "t1", time.now()));
  EXPECT_TRUE(book->deliveries().state_of("ekinerja")->parked);
  EXPECT_EQ(book->deliveries().state_of("ekinerja")->park_token, "t1");
  EXPECT_TRUE(nothing_to_take());
  ASSERT_TRUE(book->deliveries().resume_target("ekinerja", time.now()));
  EXPECT_FALSE(book->deliveries().state_of("ekinerja")->parked);
  EXPECT_FALSE(nothing_to_take());
  EXPECT_THAT(acts(), Contains("target.pause"));
  EXPECT_THAT(acts(), Contains("target.resume"));
}

TEST_F(ledger_delivery, previews_each_revision_once_in_a_dry_run) {
  pass_ani();
  const auto j = book->deliveries().claim_preview("ekinerja", time.now()).value();
  ASSERT_TRUE(j);
  EXPECT_EQ(only().state, delivery_state::due);
  settlement s;
  s.delivery_id = j->what.delivery_id;
  s.lease_revision = j->what.wanted_revision;
  s.next_at = time.now();
  s.request = "POST /kursus/save";
  ASSERT_TRUE(book->deliveries().settle(s, time.now()));
  EXPECT_EQ(only().request, "POST /kursus/save");
  EXPECT_EQ(only().state, delivery_state::due);
  EXPECT_FALSE(book->deliveries().claim_preview("ekinerja", time.now()).value());
  make_revision();
  EXPECT_TRUE(book->deliveries().claim_preview("ekinerja", time.now()).value());
}

TEST_F(ledger_delivery, is_taken_up_again_by_an_operator) {
  pass_ani();
  const auto j = take();
  finish(j, delivery_state::parked);
  EXPECT_TRUE(nothing_to_take());
  ASSERT_TRUE(book->retry_delivery(j.what.delivery_id, "acct:1000"));
  EXPECT_EQ(take().what.delivery_id, j.what.delivery_id);
  EXPECT_TRUE(book->retry_delivery(j.what.delivery_id, "acct:1000").has_error());
  EXPECT_TRUE(book->retry_delivery("d-none", "acct:1000").error().is(errc::not_found));
}

TEST_F(ledger_delivery, stays_unknown_through_an_operators_retry) {
  pass_ani();
  const auto j = take();
  finish(j, delivery_state::unknown);
  ASSERT_TRUE(book->retry_delivery(j.what.delivery_id, "acct:1000"));
  EXPECT_EQ(only().reason, "");
  EXPECT_EQ(take().what.state, delivery_state::unknown);
}

TEST_F(ledger_delivery, waits_for_no_backoff_that_a_clock_stepped_back_has_made_longer) {
  pass_ani();
  const auto j = take();
  settlement s;
  s.delivery_id = j.what.delivery_id;
  s.lease_revision = j.what.wanted_revision;
  s.next_at = time.now() + std::chrono::minutes{5};
  ASSERT_TRUE(book->deliveries().settle(s, time.now()));
  EXPECT_TRUE(nothing_to_take());
  time.step(-std::chrono::hours{1});
  EXPECT_FALSE(nothing_to_take());
}

TEST_F(ledger_delivery, waits_for_no_such_backoff_when_a_revision_came_after_the_step_either) {
  pass_ani();
  const auto j = take();
  time.step(std::chrono::hours{1});
  finish(j, delivery_state::unknown);
  time.step(-std::chrono::hours{1});
  make_revision();
  ASSERT_EQ(only().state, delivery_state::unknown);
  EXPECT_EQ(take().what.state, delivery_state::unknown);
}

TEST_F(ledger_delivery, ends_a_lease_from_before_a_step_back_as_unknown) {
  pass_ani();
  take();
  time.step(-std::chrono::seconds{1});
  EXPECT_TRUE(nothing_to_take()) << "another machine's clock may differ so much";
  time.step(-std::chrono::hours{1});
  EXPECT_EQ(take().what.state, delivery_state::unknown);
  EXPECT_THAT(acts(), Contains("delivery.unknown"));
}

TEST_F(ledger_delivery, remembers_in_which_words_it_was_tried_until_it_is_done) {
  rename("Pelayanan");
  pass_ani();
  auto j = take();
  EXPECT_THAT(j.tried, IsEmpty());
  finish(j, delivery_state::unknown, {}, write_outcome::unknown);
  rename("Pelayanan Publik");
  j = take();
  EXPECT_THAT(titles(j.tried), ElementsAre("Pelayanan?"));
  finish(j, delivery_state::due, {}, write_outcome::refused);
  rename("Pelayanan Publik Prima");
  open();  // over a restart
  configure();
  j = take();
  EXPECT_THAT(titles(j.tried), ElementsAre("Pelayanan?", "Pelayanan Publik"));
  finish(j, delivery_state::done, j.what.wanted_revision);
  rename("Pelayanan Publik Terbaik");
  EXPECT_THAT(take().tried, IsEmpty());
}

TEST_F(ledger_delivery, remembers_what_a_process_was_sending_when_it_died) {
  rename("Pelayanan");
  pass_ani();
  take();
  rename("Pelayanan Publik");
  time.advance(lease);
  const auto j = take();
  EXPECT_EQ(j.what.state, delivery_state::unknown);
  EXPECT_THAT(titles(j.tried), ElementsAre("Pelayanan?"));
}

TEST_F(ledger_delivery, remembers_nothing_of_an_attempt_that_wrote_nothing) {
  pass_ani();
  finish(take(), delivery_state::due);
  rename("Pelayanan Publik");
  EXPECT_THAT(take().tried, IsEmpty());
}

TEST_F(ledger_delivery, forgets_no_lost_write_for_a_later_attempt_that_wrote_nothing_or_was_refused) {
  pass_ani();
  finish(take(), delivery_state::unknown, {}, write_outcome::unknown);
  finish(take(), delivery_state::unknown);
  finish(take(), delivery_state::due, {}, write_outcome::refused);
  const auto j = take();
  ASSERT_EQ(j.tried.size(), 1u);
  EXPECT_TRUE(j.tried.front().open);
}

TEST_F(ledger_delivery, asks_a_person_before_it_forgets_what_a_lost_write_may_have_brought_there) {
  pass_ani();
  finish(take(), delivery_state::unknown, {}, write_outcome::unknown);
  finish(take(), delivery_state::parked);  // cannot be sent as it is now
  import_trainings({});
  settle();
  EXPECT_EQ(only().state, delivery_state::parked);
  EXPECT_EQ(only().reason, "withdrawal_needs_approval");
}

TEST_F(ledger_delivery, keeps_what_was_tried_while_the_record_is_provisional_again) {
  pass_ani();
  finish(take(), delivery_state::unknown, {}, write_outcome::unknown);
  finish(take(), delivery_state::parked);
  auto longer = now_final();
  longer.settle = std::chrono::hours{480};
  import_trainings({longer});
  settle();
  EXPECT_EQ(only().state, delivery_state::waiting);
  EXPECT_TRUE(nothing_to_take());
  import_trainings({now_final()});
  settle();
  EXPECT_EQ(take().tried.size(), 1u);
}

TEST_F(ledger_delivery, names_the_rows_that_are_the_persons_other_records) {
  auto other = now_final();
  other.id = "tik-2026-01";
  import_trainings({now_final(), other});
  pass_ani();
  const auto done = take();
  settlement s;
  s.delivery_id = done.what.delivery_id;
  s.lease_revision = done.what.wanted_revision;
  s.next = delivery_state::done;
  s.known_revision = done.what.wanted_revision;
  s.remote_id = "remote-7";
  ASSERT_TRUE(book->deliveries().settle(s, time.now()));
  finish(take(), delivery_state::unknown, {}, write_outcome::unknown);
  EXPECT_THAT(take().others, ElementsAre("remote-7"));
}

TEST_F(ledger_delivery, forgets_the_row_that_is_gone_with_an_operators_retry_only) {
  pass_ani();
  auto j = take();
  settlement s;
  s.delivery_id = j.what.delivery_id;
  s.lease_revision = j.what.wanted_revision;
  s.next = delivery_state::done;
  s.known_revision = j.what.wanted_revision;
  s.remote_id = "remote-7";
  ASSERT_TRUE(book->deliveries().settle(s, time.now()));
  make_revision();
  const auto gone = [&](const job& claimed) {
    settlement parked;
    parked.delivery_id = claimed.what.delivery_id;
    parked.lease_revision = claimed.what.wanted_revision;
    parked.next = delivery_state::parked;
    parked.reason = std::string(remote_row_gone);
    EXPECT_TRUE(book->deliveries().settle(parked, time.now()));
  };
  gone(take());
  rename("Pelayanan Publik");  // a new revision goes on by itself, and looks for the row again
  j = take();
  EXPECT_EQ(j.what.remote_id, "remote-7");
  gone(j);
  ASSERT_TRUE(book->retry_delivery(j.what.delivery_id, "acct:1000"));
  EXPECT_EQ(take().what.remote_id, "");
}

TEST_F(ledger_delivery, offers_what_is_final_already_to_a_new_target) {
  pass_ani();
  book->set_targets({{"ekinerja", parse_date("2026-01-01"), {"lulus"}}, {"eskp", {}, {"lulus", "tidak_lulus"}}});
  settle();
  const auto all = book->delivery_counts().value();
  EXPECT_EQ(all.at("ekinerja").at("due"), 1);
  EXPECT_EQ(all.at("eskp").at("due"), 2);
}

TEST_F(ledger_delivery, keeps_its_state_words) {
  for (const auto* word : {"waiting", "due", "sending", "unknown", "parked", "awaiting_receipt", "staged", "done"}) {
    ASSERT_TRUE(delivery_state_from(word));
    EXPECT_EQ(to_text(*delivery_state_from(word)), word);
  }
  EXPECT_FALSE(delivery_state_from("sent"));
}

}  // namespace
}  // namespace jembatan::ledger::testing

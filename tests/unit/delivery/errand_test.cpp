// Each way through one delivery, as the table of adapters/README.md has it.
#include "delivery/errand.hpp"

#include <gtest/gtest.h>

#include "fakes.hpp"

namespace jembatan::delivery {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using kind = setback::kind;

class errand_on : public ::testing::Test {
 protected:
  errand_on() {
    job.what.delivery_id = "d";
    job.what.state = delivery_state::due;  // before the claim
    job.what.wanted_revision = 3;
    job.record_json = to_json(lulus());
  }
  finding run() { return made().run(); }
  finding preview() { return made().preview(); }
  errand made() {
    return {
        target,
        clock,
        {options, 5, 90s, clock.now() + lease, clock.passed() + lease, [](auto n) { return n * 1min; }, 0, rest_ends},
        job};
  }

  manual_clock clock{from_unix_ms(1'800'000'000'000)};
  scripted_target target;
  target_options options;
  ledger::job job;
  duration lease = 180s;
  duration rest_ends{};
};

TEST_F(errand_on, a_new_record_reads_back_then_creates) {
  const auto f = run();
  EXPECT_EQ(f.end.next, delivery_state::done);
  EXPECT_EQ(f.end.known_revision, 3);
  EXPECT_EQ(f.end.remote_id, "row-1");
  EXPECT_EQ(f.end.act, "delivery.ok");
  EXPECT_EQ(target.calls, (std::vector<std::string>{"read", "create"}));
}

TEST_F(errand_on, an_equal_payload_that_is_known_to_be_held_calls_nobody) {
  job.what.known_revision = 2;
  job.what.remote_id = "row-1";
  job.what.payload_digest = "Pelayanan Publik Prima/24";
  const auto f = run();
  EXPECT_EQ(f.end.next, delivery_state::done);
  EXPECT_EQ(f.end.known_revision, 3);
  EXPECT_TRUE(target.calls.empty());
}

TEST_F(errand_on, an_unknown_outcome_is_read_back_even_when_the_payload_is_equal) {
  job.what.known_revision = 2;
  job.what.remote_id = "row-1";
  job.what.payload_digest = "Pelayanan Publik Prima/24";
  job.what.state = delivery_state::unknown;
  target.rows["row-1"] = {{"title", "Pelayanan Publik Prima"}, {"jp", 12}};
  EXPECT_EQ(run().end.next, delivery_state::done);
  EXPECT_EQ(target.calls, (std::vector<std::string>{"read", "correct"}));
}

TEST_F(errand_on, an_equal_payload_is_read_back_where_another_one_was_lost_on_the_way) {
  job.what.known_revision = 2;
  job.what.remote_id = "row-1";
  job.what.payload_digest = "Pelayanan Publik Prima/24";
  job.tried = {{to_json(lulus("Pelayanan Publik")), true}};
  target.rows["row-1"] = {{"title", "Pelayanan Publik"}, {"jp", 24}};
  EXPECT_EQ(run().result, "corrected");
}

TEST_F(errand_on, a_row_that_stands_there_is_adopted_without_a_write) {
  target.rows["typed"] = {{"title", "Pelayanan Publik Prima"}, {"jp", 24}};
  const auto f = run();
  EXPECT_EQ(f.result, "adopted");
  EXPECT_EQ(f.end.remote_id, "typed");
  EXPECT_EQ(target.writes(), 0U);
}

TEST_F(errand_on, a_row_that_differs_is_corrected_in_place) {
  target.rows["typed"] = {{"title", "Pelayanan Publik Prima"}, {"jp", 8}};
  const auto f = run();
  EXPECT_EQ(f.result, "corrected");
  EXPECT_EQ(f.end.remote_id, "typed");
  EXPECT_EQ(target.rows.size(), 1U);
}

TEST_F(errand_on, a_row_that_somebody_removed_waits_for_a_person) {
  job.what.remote_id = "row-9";
  job.what.known_revision = 2;
  const auto f = run();
  EXPECT_EQ(f.end.next, delivery_state::parked);
  EXPECT_EQ(f.end.reason, "remote_row_gone");
  EXPECT_FALSE(f.end.remote_id) << "only an operator's retry forgets it";
  EXPECT_EQ(f.end.payload_digest, "") << "an equal payload is read back all the same";
  EXPECT_EQ(target.writes(), 0U);
}

TEST_F(errand_on, a_silent_write_is_unknown_and_forgets_what_was_held) {
  target.write_setbacks = {{kind::unreachable, "timeout", ""}};
  const auto f = run();
  EXPECT_EQ(f.end.next, delivery_state::unknown);
  EXPECT_EQ(f.end.act, "delivery.unknown");
  EXPECT_EQ(f.end.payload_digest, "");
  EXPECT_FALSE(f.end.burn);
}

TEST_F(errand_on, a_create_that_was_tried_under_another_title_is_found_and_corrected) {
  job.what.state = delivery_state::unknown;
  job.tried = {{to_json(lulus("Pelayanan Publik")), true}};
  target.rows["row-1"] = {{"title", "Pelayanan Publik"}, {"jp", 24}};
  const auto f = run();
  EXPECT_EQ(f.result, "corrected");
  EXPECT_EQ(f.end.remote_id, "row-1");
  EXPECT_EQ(target.rows.size(), 1U);
}

TEST_F(errand_on, what_was_tried_is_sought_after_what_is_wanted) {
  job.tried = {{to_json(lulus("Pelayanan Publik")), false}};
  target.rows["row-1"] = {{"title", "Pelayanan Publik"}, {"jp", 24}};
  target.rows["row-2"] = {{"title", "Pelayanan Publik Prima"}, {"jp", 24}};
  EXPECT_EQ(run().end.remote_id, "row-2");
}

TEST_F(errand_on, a_try_that_can_be_read_or_mapped_no_more_is_passed_over) {
  job.tried = {{"{}", true}, {to_json(lulus("X", 0)), true}};
  EXPECT_EQ(run().result, "created");
}

TEST_F(errand_on, a_write_says_how_it_ended) {
  EXPECT_EQ(run().end.write, ledger::write_outcome::none) << "done says all";
  target.rows.clear();
  target.write_setbacks = {{kind::refused, "refused", ""},
                           {kind::impossible, "person_unknown", ""},
                           {kind::unreachable, "timeout", ""},
                           {kind::cancelled, "cancelled", ""},
                           {kind::postponed, "fault_900901", ""}};
  EXPECT_EQ(run().end.write, ledger::write_outcome::unknown) << "it may have acted all the same";
  EXPECT_EQ(run().end.write, ledger::write_outcome::refused);
  EXPECT_EQ(run().end.write, ledger::write_outcome::unknown);
  EXPECT_EQ(run().end.write, ledger::write_outcome::unknown);
  EXPECT_EQ(run().end.write, ledger::write_outcome::none) << "the gateway before the target turned it away";
  target.read_setbacks = {{kind::unreachable, "timeout", ""}};
  EXPECT_EQ(run().end.write, ledger::write_outcome::none) << "a read";
}

TEST_F(errand_on, an_unknown_outcome_is_left_alone_for_a_deadline_at_least) {
  for (const auto why : {kind::unreachable, kind::cancelled}) {
    target.write_setbacks = {{why, "no_answer", ""}};
    options.deadline = 5min;
    EXPECT_EQ(run().end.next_at, clock.now() + 5min);
  }
}

TEST_F(errand_on, an_unknown_outcome_is_not_read_back_while_the_target_may_be_at_work) {
  job.what.state = delivery_state::unknown;
  job.what.answer = "timeout";
  rest_ends = clock.passed() + 20s;
  const auto f = run();
  EXPECT_TRUE(target.calls.empty());
  EXPECT_EQ(f.end.next, delivery_state::unknown);
  EXPECT_EQ(f.end.next_at, clock.now() + 20s);
  EXPECT_EQ(f.end.answer, "timeout") << "nothing was learned";
  EXPECT_FALSE(f.end.burn);
  EXPECT_FALSE(f.trouble);
  clock.advance(20s);
  EXPECT_EQ(run().result, "created");
}

TEST_F(errand_on, a_record_that_a_lost_write_may_have_brought_there_needs_an_approval) {
  auto r = lulus();
  r.outcome = training::result_kind::hadir;
  job.record_json = to_json(r);
  job.tried = {{to_json(lulus()), true}};
  EXPECT_EQ(run().end.reason, "withdrawal_needs_approval");
  job.tried = {{to_json(lulus()), false}};
  EXPECT_EQ(run().end.next, delivery_state::waiting) << "it was refused, and stands nowhere";
}

TEST_F(errand_on, a_failed_read_of_an_unknown_delivery_leaves_it_unknown) {
  job.what.state = delivery_state::unknown;
  target.read_setbacks = {{kind::unreachable, "reset", ""}};
  const auto f = run();
  EXPECT_EQ(f.end.next, delivery_state::unknown);
  EXPECT_EQ(f.end.reason, "unknown:reset");
}

TEST_F(errand_on, a_failed_read_of_a_due_delivery_leaves_it_due) {
  target.read_setbacks = {{kind::unreachable, "timeout", ""}};
  const auto f = run();
  EXPECT_EQ(f.end.next, delivery_state::due);
  EXPECT_EQ(f.end.next_at, clock.now() + 1min);
}

TEST_F(errand_on, a_refusal_burns_an_attempt_and_comes_again_later) {
  job.what.attempts = 2;
  target.write_setbacks = {{kind::refused, "refused", "Gagal"}};
  const auto f = run();
  EXPECT_EQ(f.end.next, delivery_state::due);
  EXPECT_TRUE(f.end.burn);
  EXPECT_EQ(f.end.next_at, clock.now() + 3min);
  EXPECT_EQ(f.end.answer, "Gagal");
  EXPECT_EQ(f.end.out, "fail:refused");
}

TEST_F(errand_on, the_fifth_refusal_parks) {
  job.what.attempts = 4;
  target.write_setbacks = {{kind::refused, "refused", "Gagal"}};
  const auto f = run();
  EXPECT_EQ(f.end.next, delivery_state::parked);
  EXPECT_EQ(f.end.act, "delivery.park");
}

TEST_F(errand_on, what_the_gateway_turned_away_burns_nothing) {
  target.write_setbacks = {{kind::postponed, "fault_900901", ""}};
  const auto f = run();
  EXPECT_EQ(f.end.next, delivery_state::due);
  EXPECT_FALSE(f.end.burn);
  EXPECT_FALSE(f.end.payload_digest.has_value());
}

TEST_F(errand_on, a_write_is_not_begun_when_the_lease_would_end_under_way) {
  target.before_read = [&] { clock.advance(100s); };
  const auto f = run();
  EXPECT_EQ(target.writes(), 0U);
  EXPECT_EQ(f.end.next, delivery_state::due);
  EXPECT_FALSE(f.abandon);
}

TEST_F(errand_on, a_lease_that_is_over_is_left_to_its_expiry) {
  target.before_read = [&] { clock.advance(200s); };
  EXPECT_TRUE(run().abandon);
  EXPECT_EQ(target.writes(), 0U);
}

TEST_F(errand_on, a_clock_stepped_back_makes_no_lease_longer) {
  target.before_read = [&] { clock.advance(100s), clock.step(-1h); };
  const auto f = run();
  EXPECT_EQ(target.writes(), 0U);
  EXPECT_FALSE(f.abandon);
  target.before_read = [&] { clock.advance(200s), clock.step(-1h); };
  EXPECT_TRUE(run().abandon);
}

TEST_F(errand_on, a_clock_stepped_forward_past_the_lease_begins_no_write) {
  target.before_read = [&] { clock.step(1h); };
  EXPECT_TRUE(run().abandon) << "another process would have taken it over";
  EXPECT_EQ(target.writes(), 0U);
}

TEST_F(errand_on, a_record_that_breaks_a_rule_of_the_target_parks_without_a_call) {
  job.record_json = to_json(lulus("X", 0));
  const auto f = run();
  EXPECT_EQ(f.end.next, delivery_state::parked);
  EXPECT_EQ(f.end.reason, "jp_out_of_range");
  EXPECT_TRUE(target.calls.empty());
}

TEST_F(errand_on, a_record_before_deliver_from_is_not_sent) {
  options.deliver_from = *parse_date("2026-03-21");
  EXPECT_EQ(run().end.next, delivery_state::waiting);
  options.deliver_from = *parse_date("2026-03-20");
  EXPECT_EQ(run().end.next, delivery_state::done);
}

TEST_F(errand_on, an_outcome_that_is_lost_after_delivery_needs_an_approval) {
  auto r = lulus();
  r.outcome = training::result_kind::hadir;
  job.record_json = to_json(r);
  EXPECT_EQ(run().end.next, delivery_state::waiting);
  job.what.known_revision = 2;
  const auto f = run();
  EXPECT_EQ(f.end.next, delivery_state::parked);
  EXPECT_EQ(f.end.reason, "withdrawal_needs_approval");
  EXPECT_TRUE(target.calls.empty());
}

TEST_F(errand_on, an_unreadable_record_parks) {
  job.record_json = "{}";
  EXPECT_EQ(run().end.reason, "record_unreadable");
}

TEST_F(errand_on, a_preview_reads_and_shows_the_request_but_never_writes) {
  const auto f = preview();
  EXPECT_EQ(f.end.next, delivery_state::due);
  EXPECT_EQ(f.end.request, "POST Pelayanan Publik Prima/24");
  EXPECT_EQ(f.end.act, "");
  EXPECT_EQ(target.writes(), 0U);
}

TEST_F(errand_on, a_preview_of_what_stands_there_says_that_nothing_would_be_sent) {
  target.rows["typed"] = {{"title", "Pelayanan Publik Prima"}, {"jp", 24}};
  EXPECT_EQ(preview().end.request, "nothing to send: the target holds it as typed");
}

TEST_F(errand_on, a_preview_of_what_cannot_be_sent_says_why) {
  job.record_json = to_json(lulus("X", 0));
  const auto f = preview();
  EXPECT_EQ(f.end.next, delivery_state::due);
  EXPECT_EQ(f.end.request, "not sent: jp_out_of_range ");
}

TEST_F(errand_on, a_preview_that_could_not_read_comes_again) {
  target.read_setbacks = {{kind::unreachable, "timeout", ""}};
  const auto f = preview();
  EXPECT_EQ(f.end.request, "");
  EXPECT_GT(f.end.next_at, clock.now());
}

TEST_F(errand_on, a_long_answer_is_shortened_at_a_whole_character) {
  target.write_setbacks = {{kind::refused, "refused", std::string(499, 'a') + "\xC3\xA9" + std::string(100, 'b')}};
  EXPECT_EQ(run().end.answer, std::string(499, 'a') + "...");
}

}  // namespace
}  // namespace jembatan::delivery

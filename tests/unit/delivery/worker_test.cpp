#include "delivery/worker.hpp"

#include <gmock/gmock.h>

#include "fakes.hpp"

namespace jembatan::delivery {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using kind = setback::kind;

class worker_on : public ::testing::Test {
 protected:
  worker_on() {
    target_options_.id = "ekinerja";
    target_options_.mode = "live";
  }
  void start() { stage_ = std::make_unique<worker>(target_options_, options_, store, target, clock, random, registry); }
  // One step at the time of the clock; when to come again.
  time_point step() { return stage_->step(clock.now()); }
  // Steps as the stage asks for it until the delivery rests, at most so often.
  void run_until(const std::string& id, delivery_state state, int most = 100) {
    for (int i = 0; i < most && store.of(id).state != state; ++i) clock.set(std::max(clock.now(), step()));
    ASSERT_EQ(store.of(id).state, state);
  }

  manual_clock clock{from_unix_ms(1'800'000'000'000)};
  seeded_random random{7};
  metrics::registry registry;
  memory_store store;
  scripted_target target;
  target_options target_options_;
  options options_;
  std::unique_ptr<worker> stage_;
};

TEST_F(worker_on, brings_a_due_record_to_the_target) {
  store.add("a", to_json(lulus()));
  start();
  EXPECT_EQ(step(), clock.now()) << "there may be more";
  EXPECT_EQ(store.of("a").state, delivery_state::done);
  EXPECT_EQ(store.of("a").remote_id, "row-1");
  EXPECT_EQ(step(), clock.now() + 60s);
}

TEST_F(worker_on, finds_after_silence_what_was_acted_upon) {
  store.add("a", to_json(lulus()));
  target.write_setbacks = {{kind::unreachable, "timeout", ""}};
  target.acts = true;
  start();
  run_until("a", delivery_state::done);
  EXPECT_EQ(target.rows.size(), 1U);
  EXPECT_EQ(target.writes(), 1U);
}

TEST_F(worker_on, creates_once_after_silence_in_which_nothing_was_done) {
  store.add("a", to_json(lulus()));
  target.write_setbacks = {{kind::unreachable, "reset", ""}};
  start();
  run_until("a", delivery_state::done);
  EXPECT_EQ(target.rows.size(), 1U);
  EXPECT_EQ(target.calls, (std::vector<std::string>{"read", "create", "read", "create"}));
}

TEST_F(worker_on, reads_back_first_when_a_lease_expired) {
  auto& row = store.add("a", to_json(lulus()), delivery_state::sending);
  row.what.lease_until = clock.now() + 1min;
  target.rows["row-1"] = {{"title", "Pelayanan Publik Prima"}, {"jp", 24}};  // the dead process had acted
  start();
  step();
  EXPECT_TRUE(target.calls.empty()) << "not before the lease is over";
  clock.advance(2min);
  step();
  EXPECT_EQ(store.of("a").state, delivery_state::done);
  EXPECT_EQ(target.writes(), 0U);
}

TEST_F(worker_on, finds_what_a_lost_write_brought_there_when_the_title_has_changed_since) {
  store.add("a", to_json(lulus("Pelayanan Publik")));
  target.write_setbacks = {{kind::unreachable, "timeout", ""}};
  target.acts = true;
  start();
  step();
  ASSERT_EQ(store.of("a").state, delivery_state::unknown);
  store.rows.at("a").record_json = to_json(lulus("Pelayanan Publik Prima"));
  run_until("a", delivery_state::done);
  EXPECT_EQ(target.rows.size(), 1U);
  EXPECT_EQ(target.rows.at("row-1").at("title").as_string(), "Pelayanan Publik Prima");
}

TEST_F(worker_on, finds_what_a_dead_process_brought_there_when_the_title_has_changed_since) {
  auto& row = store.add("a", to_json(lulus("Pelayanan Publik Prima")), delivery_state::sending);
  row.begun_json = to_json(lulus("Pelayanan Publik"));
  row.what.lease_until = clock.now();
  target.rows["row-1"] = {{"title", "Pelayanan Publik"}, {"jp", 24}};
  start();
  run_until("a", delivery_state::done);
  EXPECT_EQ(target.calls, (std::vector<std::string>{"read", "correct"}));
}

struct died {};

TEST_F(worker_on, never_makes_a_second_row_wherever_it_dies_and_whatever_changes_meanwhile) {
  int moments = 0;
  for (const bool typed : {false, true}) {
    for (int dies_at = 1; dies_at <= 8; ++dies_at) {
      store = {};
      target = {};
      if (typed) target.rows["typed"] = {{"title", "Pelayanan"}, {"jp", 24}};
      store.add("a", to_json(lulus("Pelayanan")));
      int passed = 0;
      store.at_moment = target.at_moment = [&] {
        if (++passed == dies_at) throw died{};
      };
      start();
      try {
        run_until("a", delivery_state::done);
      } catch (const died&) {
        ++moments;
      }
      store.at_moment = target.at_moment = [] {};
      clock.advance(worker::lease_for(target_options_.deadline));
      auto& row = store.rows.at("a");
      row.record_json = to_json(lulus("Pelayanan Publik"));
      if (row.what.state == delivery_state::done) row.what.state = delivery_state::due;
      start();
      run_until("a", delivery_state::done);
      EXPECT_EQ(target.rows.size(), 1U) << "died at moment " << dies_at;
      EXPECT_EQ(target.rows.begin()->second.at("title").as_string(), "Pelayanan Publik");
      EXPECT_LE(std::count(target.calls.begin(), target.calls.end(), "create"), typed ? 0 : 2);
    }
  }
  EXPECT_EQ(moments, 6 + 4) << "claim, read, write twice, settle twice; an adoption writes nothing";
}

TEST_F(worker_on, leaves_the_target_to_itself_after_silence_whatever_an_operator_or_the_clock_says) {
  store.add("a", to_json(lulus()));
  target.write_setbacks = {{kind::unreachable, "timeout", ""}};
  options_.backoff_base = 1ms;
  start();
  clock.advance(1h);
  step();
  ASSERT_EQ(store.of("a").state, delivery_state::unknown);
  store.rows.at("a").what.next_at = clock.now();  // an operator's retry
  step();
  clock.step(-2h);
  step();
  EXPECT_EQ(target.calls.size(), 2U) << "read and create, and nothing since";
  clock.advance(target_options_.deadline);
  step();
  EXPECT_EQ(target.calls.size(), 4U);
  EXPECT_EQ(store.of("a").state, delivery_state::done);
}

TEST_F(worker_on, leaves_the_target_to_itself_after_a_start_for_it_may_be_at_work_for_the_process_before) {
  auto& row = store.add("a", to_json(lulus()), delivery_state::unknown);
  row.what.next_at = clock.now();  // an operator's retry, just before the other one died
  start();
  const auto later = step();
  EXPECT_TRUE(target.calls.empty());
  EXPECT_EQ(std::max(later, store.of("a").next_at), clock.now() + target_options_.deadline);
  clock.advance(target_options_.deadline);
  step();
  EXPECT_EQ(store.of("a").state, delivery_state::done);
}

TEST_F(worker_on, parks_after_five_refusals_and_read_back_before_each) {
  store.add("a", to_json(lulus()));
  target.write_setbacks.assign(9, {kind::refused, "refused", "Gagal"});
  start();
  run_until("a", delivery_state::parked);
  EXPECT_EQ(target.writes(), 5U);
  EXPECT_EQ(target.calls.size(), 10U);
}

TEST_F(worker_on, never_parks_for_an_outage_however_long) {
  store.add("a", to_json(lulus()));
  target.read_setbacks.assign(60, {kind::unreachable, "timeout", ""});
  options_.idle = 24h;
  start();
  run_until("a", delivery_state::done, 500);
  EXPECT_EQ(store.of("a").attempts, 0);
}

TEST_F(worker_on, leaves_a_target_alone_after_failures_in_a_row) {
  options_.breaker = 2;
  options_.backoff_base = 2min;
  for (const auto* id : {"a", "b", "c"}) store.add(id, to_json(lulus(id)));
  target.read_setbacks.assign(2, {kind::unreachable, "timeout", ""});
  start();
  step();
  step();
  const auto later = step();
  EXPECT_GE(later, clock.now() + 1min);
  EXPECT_EQ(target.calls.size(), 2U) << "c is not tried meanwhile";
  EXPECT_THAT(registry.text(), ::testing::HasSubstr("jembatan_delivery_breaker_open{target=\"ekinerja\"} 1"));
  clock.set(later);
  step();
  EXPECT_THAT(registry.text(), ::testing::HasSubstr("jembatan_delivery_breaker_open{target=\"ekinerja\"} 0"));
  EXPECT_EQ(target.rows.size(), 1U);
}

TEST_F(worker_on, parks_the_target_while_a_token_is_refused_and_goes_on_when_the_file_changes) {
  store.add("a", to_json(lulus()));
  target.read_setbacks = {{kind::locked_out, "sso_refused", ""}};
  start();
  step();
  EXPECT_TRUE(store.target.parked);
  EXPECT_EQ(store.target.reason, "sso_refused");
  EXPECT_EQ(store.of("a").state, delivery_state::due);
  EXPECT_EQ(store.of("a").attempts, 0);
  EXPECT_THAT(registry.text(), ::testing::HasSubstr("jembatan_target_parked{target=\"ekinerja\"} 1"));
  clock.set(step());
  EXPECT_EQ(target.calls.size(), 1U) << "parked: nobody is called";
  target.credentials = "token-2";
  step();
  EXPECT_FALSE(store.target.parked);
  EXPECT_EQ(store.of("a").state, delivery_state::done);
}

TEST_F(worker_on, goes_on_when_the_file_changed_while_the_old_token_was_being_refused) {
  store.add("a", to_json(lulus()));
  target.read_setbacks = {{kind::locked_out, "sso_refused", ""}};
  target.before_read = [&] { target.credentials = "token-2"; };
  start();
  step();
  EXPECT_TRUE(store.target.parked);
  step();
  EXPECT_EQ(store.of("a").state, delivery_state::done);
}

TEST_F(worker_on, goes_on_when_the_file_is_again_what_it_was_before_it_was_refused) {
  store.add("a", to_json(lulus()));
  target.read_setbacks = {{kind::locked_out, "sso_refused", ""}};
  start();
  store.at_moment = [&] { target.credentials = "half a token"; };  // a person saves the file, between claim and call
  step();
  EXPECT_TRUE(store.target.parked);
  store.at_moment = [] {};
  target.credentials = "token-1";
  step();
  EXPECT_EQ(store.of("a").state, delivery_state::done);
}

TEST_F(worker_on, parks_the_target_without_a_claim_when_the_token_is_expired) {
  store.add("a", to_json(lulus()));
  target.not_ready = true;
  start();
  step();
  EXPECT_TRUE(store.target.parked);
  EXPECT_EQ(store.of("a").state, delivery_state::due);
  EXPECT_TRUE(store.settled.empty());
}

TEST_F(worker_on, goes_on_by_itself_when_a_wrong_clock_had_made_the_token_look_expired) {
  store.add("a", to_json(lulus()));
  target.not_ready = true;
  start();
  step();
  ASSERT_TRUE(store.target.parked);
  target.not_ready = false;  // the clock is right again; the file has not changed
  step();
  EXPECT_FALSE(store.target.parked);
  EXPECT_EQ(store.of("a").state, delivery_state::done);
}

TEST_F(worker_on, tries_again_at_once_when_the_clock_was_stepped_back_during_a_backoff) {
  store.add("a", to_json(lulus()));
  options_.backoff_base = 5min;
  target.read_setbacks = {{kind::unreachable, "timeout", ""}};
  start();
  step();
  ASSERT_EQ(store.of("a").state, delivery_state::due);
  clock.step(-1h);
  step();
  EXPECT_EQ(store.of("a").state, delivery_state::done);
}

TEST_F(worker_on, takes_a_lease_over_that_a_process_left_behind_before_the_clock_was_stepped_back) {
  auto& row = store.add("a", to_json(lulus()), delivery_state::sending);
  row.what.lease_until = clock.now() + worker::lease_for(target_options_.deadline);
  target.rows["row-1"] = {{"title", "Pelayanan Publik Prima"}, {"jp", 24}};  // it had acted
  clock.step(-1h);
  start();
  run_until("a", delivery_state::done);
  EXPECT_EQ(target.writes(), 0U);
}

TEST_F(worker_on, leaves_a_target_that_an_operator_paused) {
  store.add("a", to_json(lulus()));
  store.target = {"ekinerja", true, "operator", "", {}};
  start();
  step();
  EXPECT_TRUE(store.target.parked);
  EXPECT_TRUE(target.calls.empty());
}

TEST_F(worker_on, writes_nothing_in_a_dry_run_and_shows_each_request_once) {
  target_options_.mode = "dry_run";
  store.add("a", to_json(lulus()));
  start();
  step();
  step();
  EXPECT_EQ(target.calls, std::vector<std::string>{"read"});
  EXPECT_EQ(store.of("a").state, delivery_state::due);
  EXPECT_EQ(store.of("a").request, "POST Pelayanan Publik Prima/24");
}

TEST_F(worker_on, counts_every_attempt_by_how_it_ended) {
  store.add("a", to_json(lulus()));
  start();
  step();
  EXPECT_THAT(registry.text(),
              ::testing::HasSubstr("jembatan_delivery_attempts_total{result=\"created\",target=\"ekinerja\"} 1"));
}

TEST_F(worker_on, holds_a_lease_longer_than_twice_the_deadline) {
  EXPECT_GT(worker::lease_for(target_options_.deadline), 2 * target_options_.deadline);
}

}  // namespace
}  // namespace jembatan::delivery

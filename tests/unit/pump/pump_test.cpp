#include "pump/pump.hpp"

#include <gmock/gmock.h>

#include "fakes.hpp"

namespace jembatan::pump {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::SizeIs;
using testing::UnorderedElementsAre;
using namespace std::chrono_literals;

// Says what it was given instead of mapping it.
class echo_plan final : public normalise::plan {
 public:
  explicit echo_plan(std::string word) : word_(std::move(word)) {}
  normalise::outcome apply(const normalise::raw_event& e) const override {
    normalise::outcome o;
    o.what = normalise::disposition::mapped;
    o.messages.push_back(
        {eventlog::events_topic, to_hex(e.id).substr(0, 4),
         word_ + " " + e.source_type + " " + e.receipt + " " + std::to_string(e.index) + " " + e.bytes});
    return o;
  }
  std::string pseudonym(std::string_view, std::string_view) const override { return {}; }
  const std::string& digest_hex() const override { return word_; }

 private:
  std::string word_;
};

class the_pump : public testing::Test {
 protected:
  pump make(options o = {}) {
    return pump(journal_, log_, "edge-1", std::make_shared<echo_plan>("old"),
                {{"room", {"zoom", {}}}, {"lms", {"xapi", {}}}, {"odd", {"gopher", {}}}}, registry_, o);
  }

  std::vector<std::string> values(std::size_t append) const {
    std::vector<std::string> all;
    for (const auto& m : log_.appends.at(append)) all.push_back(m.value);
    return all;
  }

  fake_journal journal_;
  fake_log log_;
  metrics::registry registry_;
  time_point now_ = from_unix_ms(1'773'622'805'000);
};

TEST_F(the_pump, appends_a_batch_at_once_and_then_moves_the_cursor_with_its_counts) {
  journal_.store("room", "a");
  journal_.store("room", "b");
  auto p = make();
  EXPECT_EQ(p.step(now_), now_ + options{}.gather);
  ASSERT_EQ(log_.appends.size(), 1u);
  ASSERT_EQ(log_.appends[0].size(), 2u);
  EXPECT_EQ(log_.appends[0][0].value, "old zoom jb1-edge-1-00112233aabbccdd-1 0 a");
  EXPECT_EQ(log_.appends[0][1].value, "old zoom jb1-edge-1-00112233aabbccdd-2 0 b");
  EXPECT_EQ(log_.appends[0][0].topic, eventlog::events_topic);
  EXPECT_EQ(log_.appends[0][0].key, "0100");
  EXPECT_EQ(journal_.at, 2u);
  EXPECT_THAT(journal_.published, ElementsAre(Pair("room", 2)));
  EXPECT_THAT(registry_.text(), HasSubstr("jembatan_pump_events_total{disposition=\"mapped\"} 2"));
  EXPECT_THAT(registry_.text(), HasSubstr("jembatan_pump_lag_seconds 2"));
}

TEST_F(the_pump, waits_when_there_is_nothing) {
  auto p = make({.idle = 3s});
  EXPECT_EQ(p.step(now_), now_ + 3s);
  EXPECT_TRUE(log_.appends.empty());
  EXPECT_EQ(journal_.at, 0u);
}

TEST_F(the_pump, is_to_be_woken_only_while_it_has_nothing_to_do) {
  auto p = make();
  p.step(now_);
  EXPECT_TRUE(p.wants_waking());
  journal_.store("room", "a");
  p.step(now_);
  EXPECT_FALSE(p.wants_waking());  // it comes by itself, and soon
  p.step(now_ + options{}.gather);
  EXPECT_TRUE(p.wants_waking());
}

TEST_F(the_pump, takes_no_more_bodies_at_once_than_it_may) {
  for (int i = 0; i < 5; ++i) journal_.store("room", "x");
  auto p = make({.rows = 2});
  EXPECT_EQ(p.step(now_), now_);
  EXPECT_EQ(journal_.at, 2u);
  p.step(now_);
  p.step(now_);
  EXPECT_EQ(journal_.at, 5u);
  EXPECT_EQ(p.step(now_), now_ + options{}.idle);
}

TEST_F(the_pump, keeps_its_place_while_the_event_log_fails) {
  journal_.store("room", "a");
  log_.fail = error(errc::unavailable, "broker gone");
  auto p = make();
  EXPECT_EQ(p.step(now_), now_ + 100ms);
  EXPECT_EQ(journal_.at, 0u);
  EXPECT_TRUE(journal_.published.empty());
  EXPECT_THAT(p.trouble().value_or(""), HasSubstr("cannot append: broker gone"));
  log_.fail.reset();
  EXPECT_EQ(p.step(now_), now_ + options{}.gather);
  EXPECT_EQ(p.trouble(), std::nullopt);
  EXPECT_EQ(log_.appends.size(), 1u);
  EXPECT_EQ(journal_.at, 1u);
  EXPECT_THAT(registry_.text(), HasSubstr("jembatan_pump_failures_total{step=\"append\"} 1"));
}

TEST_F(the_pump, appends_nothing_anew_while_only_the_cursor_cannot_move) {
  journal_.store("room", "a");
  journal_.fail_advance = error(errc::full, "disk");
  auto p = make();
  EXPECT_EQ(p.step(now_), now_ + 100ms);
  EXPECT_EQ(p.step(now_), now_ + 200ms);
  EXPECT_THAT(p.trouble().value_or(""), HasSubstr("cannot advance: disk"));
  journal_.fail_advance.reset();
  EXPECT_EQ(p.step(now_), now_ + options{}.gather);
  EXPECT_EQ(p.trouble(), std::nullopt);
  EXPECT_EQ(log_.appends.size(), 1u);
  EXPECT_EQ(journal_.at, 1u);
  EXPECT_THAT(journal_.published, ElementsAre(Pair("room", 1)));
  // What was published is counted with the cursor, so once.
  EXPECT_THAT(registry_.text(), HasSubstr("jembatan_pump_events_total{disposition=\"mapped\"} 1"));
}

TEST_F(the_pump, appends_the_same_messages_after_a_crash_before_the_cursor) {
  journal_.store("room", "a");
  journal_.fail_advance = error(errc::io, "killed");
  { make().step(now_); }
  journal_.fail_advance.reset();
  auto restarted = make();
  restarted.step(now_ + 60s);
  ASSERT_EQ(log_.appends.size(), 2u);
  EXPECT_EQ(log_.appends[0][0].value, log_.appends[1][0].value);
}

TEST_F(the_pump, comes_again_later_and_later_but_never_beyond_the_cap) {
  journal_.fail_read = error(errc::corrupt, "segment 7");
  auto p = make();
  EXPECT_EQ(p.step(now_), now_ + 100ms);
  EXPECT_EQ(p.step(now_), now_ + 200ms);
  EXPECT_EQ(p.step(now_), now_ + 400ms);
  for (int i = 0; i < 100; ++i) p.step(now_);
  EXPECT_EQ(p.step(now_), now_ + 5s);
  EXPECT_THAT(p.trouble().value_or(""), HasSubstr("segment 7"));
  journal_.fail_read.reset();
  EXPECT_EQ(p.step(now_), now_ + options{}.idle);
  journal_.fail_read = error(errc::io, "again");
  EXPECT_EQ(p.step(now_), now_ + 100ms);
}

TEST_F(the_pump, makes_a_dead_letter_of_each_identity_when_their_number_is_wrong) {
  journal_.store("room", "a", 2);
  make().step(now_);
  ASSERT_EQ(log_.appends.size(), 1u);
  ASSERT_EQ(log_.appends[0].size(), 2u);
  for (const auto& m : log_.appends[0]) {
    EXPECT_EQ(m.topic, eventlog::deadletter_topic);
    EXPECT_THAT(m.value, HasSubstr(R"("data":{"reason":"identity_mismatch"})"));
  }
  EXPECT_NE(log_.appends[0][0].key, log_.appends[0][1].key);
  EXPECT_THAT(journal_.published, ElementsAre(Pair("room", 2)));
  EXPECT_THAT(registry_.text(), HasSubstr("jembatan_pump_events_total{disposition=\"dead\"} 2"));
}

TEST_F(the_pump, makes_a_dead_letter_where_the_source_or_its_type_is_not_known) {
  journal_.store("gone", "a");
  journal_.store("odd", "b");
  make().step(now_);
  ASSERT_EQ(log_.appends.size(), 1u);
  ASSERT_EQ(log_.appends[0].size(), 2u);
  EXPECT_THAT(log_.appends[0][0].value, HasSubstr(R"("reason":"source_unknown")"));
  EXPECT_THAT(log_.appends[0][1].value, HasSubstr(R"("reason":"source_type_unknown")"));
  EXPECT_THAT(journal_.published, UnorderedElementsAre(Pair("gone", 1), Pair("odd", 1)));
}

TEST_F(the_pump, maps_every_raw_event_of_a_body_with_its_index) {
  journal_.store("lms", "[{\"a\":1},7,no json]", 3);
  make().step(now_);
  ASSERT_EQ(log_.appends.size(), 1u);
  EXPECT_THAT(values(0), ElementsAre("old xapi jb1-edge-1-00112233aabbccdd-1 0 {\"a\":1}",
                                     "old xapi jb1-edge-1-00112233aabbccdd-1 1 7",
                                     "old xapi jb1-edge-1-00112233aabbccdd-1 2 no json"));
  EXPECT_THAT(journal_.published, ElementsAre(Pair("lms", 3)));
}

TEST_F(the_pump, takes_several_appends_for_a_long_body_and_moves_the_cursor_once) {
  journal_.store("room", "x");
  journal_.store("lms", "[1,2,3,4,5]", 5);
  journal_.store("room", "y");
  auto p = make({.messages = 3});
  EXPECT_EQ(p.step(now_), now_);
  EXPECT_EQ(journal_.at, 0u);
  EXPECT_TRUE(journal_.published.empty());
  EXPECT_EQ(p.step(now_), now_);
  EXPECT_EQ(journal_.at, 0u);
  EXPECT_EQ(p.step(now_), now_ + options{}.gather);
  EXPECT_EQ(journal_.at, 3u);
  EXPECT_THAT(log_.appends, ElementsAre(SizeIs(3), SizeIs(3), SizeIs(1)));
  EXPECT_THAT(values(1).back(), testing::EndsWith(" 4 5"));
  EXPECT_THAT(journal_.published, UnorderedElementsAre(Pair("lms", 5), Pair("room", 2)));
  EXPECT_THAT(registry_.text(), HasSubstr("jembatan_pump_events_total{disposition=\"mapped\"} 7"));
}

TEST_F(the_pump, goes_on_in_a_long_body_where_the_event_log_failed) {
  journal_.store("lms", "[1,2,3,4]", 4);
  auto p = make({.messages = 2});
  p.step(now_);
  log_.fail = error(errc::unavailable, "broker gone");
  EXPECT_EQ(p.step(now_), now_ + 100ms);
  p.set_plan(std::make_shared<echo_plan>("new"));
  log_.fail.reset();
  EXPECT_EQ(p.step(now_), now_ + options{}.gather);
  EXPECT_THAT(log_.appends, ElementsAre(SizeIs(2), SizeIs(2)));
  EXPECT_THAT(values(1).front(), testing::StartsWith("old xapi jb1-edge-1-00112233aabbccdd-1 2 3"));
  EXPECT_EQ(journal_.at, 1u);
}

TEST_F(the_pump, uses_a_new_plan_from_the_next_batch_on) {
  auto p = make();
  journal_.store("room", "a");
  p.step(now_);
  p.set_plan(std::make_shared<echo_plan>("new"));
  journal_.store("room", "b");
  p.step(now_);
  EXPECT_THAT(log_.appends[0][0].value, HasSubstr("old"));
  EXPECT_THAT(log_.appends[1][0].value, HasSubstr("new"));
}

TEST_F(the_pump, wakes_the_reader_after_an_append_only) {
  auto p = make();
  int woken = 0;
  p.on_appended([&] { ++woken; });
  p.step(now_);
  EXPECT_EQ(woken, 0);
  journal_.store("room", "a");
  log_.fail = error(errc::unavailable, "");
  p.step(now_);
  EXPECT_EQ(woken, 0);
  log_.fail.reset();
  p.step(now_);
  EXPECT_EQ(woken, 1);
}

}  // namespace
}  // namespace jembatan::pump

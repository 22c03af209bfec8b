// The log's lines are JSON objects, carry what their thread is about, and come no more often than they should.
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <sstream>

#include "base/log_limit.hpp"

namespace jembatan {
namespace {

namespace json = boost::json;
using std::chrono::minutes;

// Everything that `body` writes, one object a line.
template <class Body>
std::vector<json::object> lines_of(Body body) {
  ::testing::internal::CaptureStderr();
  body();
  std::istringstream text(::testing::internal::GetCapturedStderr());
  std::vector<json::object> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(json::parse(line).as_object());
  return lines;
}

class log_limited : public ::testing::Test {
 protected:
  void warn(std::string_view kind, std::string_view event = "trouble") { lines.warning("test", event, kind); }
  log::limited::steady::time_point now{};
  log::limited lines{minutes{1}, 3, [this] { return now; }};
};

TEST(log_line, is_one_json_object_whatever_is_in_its_fields) {
  const auto lines = lines_of([] { log::info("test", "event", {{"text", "a\"b\n{\"level\":\"error\"}"}, {"n", 7}}); });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].at("level"), "info");
  EXPECT_EQ(lines[0].at("part"), "test");
  EXPECT_EQ(lines[0].at("text"), "a\"b\n{\"level\":\"error\"}");
  EXPECT_EQ(lines[0].at("n"), 7);
}

TEST(log_line, is_left_out_below_the_level) {
  const auto debug = [] { log::debug("test", "detail"); };
  EXPECT_FALSE(log::enabled(log::level::debug));
  EXPECT_TRUE(lines_of(debug).empty());
  log::set_level(*log::level_from("debug"));
  EXPECT_TRUE(log::enabled(log::level::debug));
  EXPECT_EQ(lines_of(debug).size(), 1u);
  log::set_level(log::level::info);
  EXPECT_FALSE(log::level_from("loud"));
}

TEST(log_scope, marks_every_line_of_its_thread_while_it_lives) {
  const auto lines = lines_of([] {
    const log::scope outer{{"record", "r-1"}};
    {
      const log::scope inner{{"delivery", "d-1"}};
      log::info("test", "within");
    }
    log::info("test", "after", {{"record", "its own"}});
  });
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].at("record"), "r-1");
  EXPECT_EQ(lines[0].at("delivery"), "d-1");
  EXPECT_FALSE(lines[1].contains("delivery"));
  EXPECT_EQ(lines[1].at("record"), "its own");
}

TEST_F(log_limited, writes_the_first_line_and_counts_the_rest) {
  const auto storm = lines_of([&] {
    for (int i = 0; i < 1000; ++i) warn("zoom-a");
  });
  ASSERT_EQ(storm.size(), 1u);
  EXPECT_FALSE(storm[0].contains("suppressed"));
  now += minutes{1};
  const auto later = lines_of([&] { warn("zoom-a"); });
  ASSERT_EQ(later.size(), 1u);
  EXPECT_EQ(later[0].at("suppressed"), 999);
  now += minutes{1};
  EXPECT_FALSE(lines_of([&] { warn("zoom-a"); }).at(0).contains("suppressed"));
}

TEST_F(log_limited, is_not_silenced_by_a_clock_that_is_stepped_back) {
  now += minutes{60};
  lines_of([&] { warn("zoom-a"); });
  now -= minutes{30};
  EXPECT_EQ(lines_of([&] { warn("zoom-a"); }).size(), 1u);
}

TEST_F(log_limited, keeps_kinds_and_events_apart) {
  const auto lines_written = lines_of([&] {
    warn("zoom-a");
    warn("zoom-b");
    warn("zoom-a", "other trouble");
    warn("zoom-a");
  });
  EXPECT_EQ(lines_written.size(), 3u);
}

TEST_F(log_limited, is_bounded_in_lines_whatever_the_kinds_are) {
  const auto storm = lines_of([&] {
    for (int i = 0; i < 1000; ++i) warn("kind-" + std::to_string(i));
  });
  EXPECT_EQ(storm.size(), 4u);  // three kinds, and all others as one
}

TEST_F(log_limited, makes_room_for_new_kinds_when_old_ones_are_quiet) {
  lines_of([&] {
    for (const auto* kind : {"a", "b", "c", "c"}) warn(kind);
  });
  now += minutes{1};
  const auto fresh = lines_of([&] {
    for (const auto* kind : {"d", "e", "f"}) warn(kind);  // "c" owes a count and keeps its place
  });
  EXPECT_EQ(fresh.size(), 3u);
  EXPECT_EQ(lines_of([&] { warn("c"); }).at(0).at("suppressed"), 1);
}

}  // namespace
}  // namespace jembatan

#include "net/refusals.hpp"

#include <gtest/gtest.h>

namespace jembatan::net {
namespace {

using std::chrono::seconds;

class refusals_test : public testing::Test {
 protected:
  metrics::registry registry_;
  const connection_metrics metrics_{registry_};
  refusals refusals_{metrics_};
  refusals::time now_{seconds{1000}};
};

TEST_F(refusals_test, says_nothing_while_nobody_was_refused) {
  EXPECT_FALSE(refusals_.recent(now_));
}

TEST_F(refusals_test, says_which_listener_refuses_and_what_to_do_for_a_minute) {
  refusals_.note(refusal::descriptors, "https", now_);
  const auto why = refusals_.recent(now_ + seconds{59});
  ASSERT_TRUE(why);
  EXPECT_NE(why->find("https"), std::string::npos);
  EXPECT_NE(why->find("LimitNOFILE"), std::string::npos);
  EXPECT_FALSE(refusals_.recent(now_ + seconds{60}));
}

TEST_F(refusals_test, says_the_last_reason) {
  refusals_.note(refusal::descriptors, "https", now_);
  refusals_.note(refusal::limit, "admin", now_ + seconds{1});
  EXPECT_NE(refusals_.recent(now_ + seconds{1})->find("max_connections"), std::string::npos);
}

TEST_F(refusals_test, counts_each_and_logs_one_line_a_minute) {
  testing::internal::CaptureStderr();
  for (int i = 0; i < 61; ++i) refusals_.note(refusal::limit, "https", now_ + seconds{i});
  const auto lines = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2) << lines;
  EXPECT_NE(lines.find("\"connections\":60"), std::string::npos) << lines;
  EXPECT_NE(registry_.text().find("jembatan_net_refused_total{reason=\"limit\"} 61"), std::string::npos);
}

}  // namespace
}  // namespace jembatan::net

#include "delivery/config.hpp"

#include <gmock/gmock.h>

#include "config/loader.hpp"

namespace jembatan::delivery {
namespace {

using namespace std::chrono_literals;

template <class Options>
config::diagnostics load(Options& o, std::string_view yaml) {
  return config::load_text(yaml, {"gateway.yaml", "/etc/jembatan", {}}, [&](config::visitor& v) { describe(v, o); });
}

TEST(delivery_options, have_defaults_that_write_nothing) {
  target_options t;
  EXPECT_TRUE(load(t, "{}").empty());
  EXPECT_FALSE(t.live());
  EXPECT_EQ(t.deadline, 30s);
  EXPECT_EQ(t.deliver, std::vector<std::string>{"lulus"});
}

TEST(delivery_options, are_read) {
  target_options t;
  EXPECT_TRUE(
      load(t, "{mode: live, ca: ca.pem, deadline: 5s, deliver: [lulus, hadir], deliver_from: 2026-01-01}").empty());
  EXPECT_TRUE(t.live());
  EXPECT_EQ(t.ca, "/etc/jembatan/ca.pem");
  EXPECT_EQ(t.deliver_from, parse_date("2026-01-01"));
  EXPECT_EQ(client_options(t).ca, t.ca);
}

TEST(delivery_options, refuse_what_cannot_work) {
  for (const auto* yaml :
       {"{mode: wet}", "{deliver: [lolos]}", "{client_key: k.pem}", "{deadline: 0s}", "{dedline: 3s}"}) {
    target_options t;
    EXPECT_FALSE(load(t, yaml).empty()) << yaml;
  }
}

TEST(delivery_options, know_the_brake_and_refuse_it_as_not_yet_supported) {
  options o;
  const auto problems = load(o, "{brake: {records: 20, share: 2%}}");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems.front().text, ::testing::HasSubstr("not yet supported"));
}

TEST(delivery_options, read_the_backoff) {
  options o;
  EXPECT_TRUE(load(o, "{backoff: {base: 1s, cap: 1m}, attempts: 3}").empty());
  EXPECT_EQ(o.backoff_base, 1s);
  EXPECT_EQ(o.attempts, 3);
  EXPECT_FALSE(load(o, "{backoff: {base: 1m, cap: 1s}}").empty());
}

}  // namespace
}  // namespace jembatan::delivery

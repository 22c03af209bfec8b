#include "app/views.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace jembatan::app {
namespace {

TEST(views, status_carries_every_term_of_the_equation) {
  status_facts f;
  f.config_digest = "c0ffee";
  f.dirty = 4;
  f.sources = balance({{"zoom-bpsdm", {.ingested = 2, .recorded = 1, .held = 1}}},
                      {{"zoom-bpsdm", {.accepted = 3, .depth = 1, .published = 2}}}, false);
  f.deliveries["ekinerja"]["due"] = 5;
  f.targets = {
      {.target = "ekinerja", .parked = true, .reason = "sso_expired", .park_token = "", .since = from_unix_ms(0)}};
  const auto v = boost::json::parse(status_json(f));
  EXPECT_EQ(v.at("version"), 1);
  EXPECT_EQ(v.at("config").at("digest"), "c0ffee");
  EXPECT_EQ(v.at("dirty"), 4);
  const auto& s = v.at("sources").at("zoom-bpsdm");
  for (const auto* key : {"accepted", "depth", "published", "ingested", "recorded", "held", "ignored", "unmapped",
                          "duplicate", "dead", "evaluating", "in_flight"})
    EXPECT_TRUE(s.at(key).is_number()) << key;
  EXPECT_EQ(s.at("balanced"), true);
  EXPECT_EQ(v.at("targets").at("ekinerja").at("deliveries").at("due"), 5);
  EXPECT_EQ(v.at("targets").at("ekinerja").at("reason"), "sso_expired");
}

TEST(views, records_are_the_same_json_that_consumers_get) {
  EXPECT_EQ(records_json({R"({"schema":"training-record/1"})"}),
            R"({"version":1,"records":[{"schema":"training-record/1"}]})");
}

}  // namespace
}  // namespace jembatan::app

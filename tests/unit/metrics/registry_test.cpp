#include "metrics/registry.hpp"

#include <gmock/gmock.h>

namespace jembatan::metrics {
namespace {

using testing::HasSubstr;

TEST(registry, the_same_name_and_labels_are_one_series) {
  registry r;
  r.make_counter("jembatan_test_total", "What it counts", {{"source", "zoom"}}).add();
  r.make_counter("jembatan_test_total", "What it counts", {{"source", "zoom"}}).add(2);
  EXPECT_THAT(r.text(), HasSubstr("jembatan_test_total{source=\"zoom\"} 3"));
  EXPECT_THAT(r.text(), HasSubstr("# HELP jembatan_test_total What it counts"));
}

TEST(registry, gauges_that_are_read_are_fresh_at_each_scrape) {
  registry r;
  double depth = 1;
  const auto g = r.make_gauge("jembatan_depth", "Depth");
  r.before_scrape([&] { g.set(depth); });
  EXPECT_THAT(r.text(), HasSubstr("jembatan_depth 1"));
  depth = 7;
  EXPECT_THAT(r.text(), HasSubstr("jembatan_depth 7"));
}

}  // namespace
}  // namespace jembatan::metrics

#include "sim/faults.hpp"

#include <gtest/gtest.h>

namespace jembatan::sim {
namespace {

using kind = fault::kind;

TEST(faults, are_the_same_for_the_same_seed) {
  const auto one = plan_faults(5), again = plan_faults(5);
  ASSERT_EQ(one.size(), again.size());
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(to_string(one[i]), to_string(again[i]));
}

TEST(faults, end_the_process_at_its_own_operation_one_after_another) {
  fate_of_history fate({{.what = kind::kill, .after = 2}, {.what = kind::power_cut, .after = 0}}, {});
  EXPECT_EQ(fate.judge(disk::operation::write), disk::fate::pass);
  EXPECT_EQ(fate.judge(disk::operation::write), disk::fate::pass);
  EXPECT_EQ(fate.judge(disk::operation::write), disk::fate::die);
  EXPECT_FALSE(fate.power_was_cut());
  fate.process_begins();
  EXPECT_EQ(fate.judge(disk::operation::write), disk::fate::die);
  EXPECT_TRUE(fate.power_was_cut());
  fate.process_begins();
  EXPECT_EQ(fate.judge(disk::operation::write), disk::fate::pass);
  EXPECT_EQ(fate.deaths(), 2U);
}

TEST(faults, that_are_left_out_do_not_happen) {
  fate_of_history fate({{.what = kind::kill, .after = 0}}, {0});
  EXPECT_EQ(fate.judge(disk::operation::write), disk::fate::pass);
}

TEST(faults, of_a_full_disk_hit_what_grows_and_nothing_else) {
  fate_of_history fate({{.what = kind::disk_full, .after = 0, .lasts = 10}}, {});
  EXPECT_EQ(fate.judge(disk::operation::extend), disk::fate::full);
  EXPECT_EQ(fate.judge(disk::operation::write), disk::fate::pass);
  EXPECT_EQ(fate.judge(disk::operation::sync), disk::fate::pass);
}

TEST(faults, of_reads_are_counted_in_reads) {
  fate_of_history fate({{.what = kind::read_fails, .after = 1, .lasts = 1}}, {});
  EXPECT_TRUE(fate.next_read_is_good());
  EXPECT_EQ(fate.judge(disk::operation::write), disk::fate::pass);
  EXPECT_FALSE(fate.next_read_is_good());
  EXPECT_TRUE(fate.next_read_is_good());
}

TEST(faults, of_the_clock_last_and_are_over) {
  fate_of_history fate({{.what = kind::clock_step, .after = 10, .lasts = 5, .by = -1000}}, {});
  EXPECT_EQ(fate.clock_offset(9), duration{0});
  EXPECT_EQ(fate.clock_offset(10), duration{-1000});
  EXPECT_EQ(fate.clock_offset(15), duration{0});
}

TEST(faults, end_all_at_once) {
  fate_of_history fate({{.what = kind::target, .after = 0, .lasts = 100, .how = trick::silent}}, {});
  EXPECT_EQ(fate.next_exchange(), trick::silent);
  fate.end();
  EXPECT_EQ(fate.next_exchange(), trick::none);
}

}  // namespace
}  // namespace jembatan::sim

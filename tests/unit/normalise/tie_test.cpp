// Which of several mappings a raw event belongs to: the one with more conditions, then the first by file name; and two
// that ask for the same are refused when they are loaded.
#include <gmock/gmock.h>

#include "folder.hpp"

namespace jembatan::normalise {
namespace {

using testing::HasSubstr;

class ties : public testing::Test {
 protected:
  void ignore(const std::string& name, const std::string& match) {
    folder_.write("test/" + name + ".yaml", "version: 1\nmatch: " + match + "\nignore: by " + name + "\n");
  }
  // Whose mapping took the event; what loading complains of when there is no plan.
  std::string taken_by(const std::string& members) {
    const auto plan = folder_.load();
    if (!plan) return folder_.text();
    return plan->apply(raw(R"({"kind":"k","ts":1773622802345,)" + members + "}")).reason;
  }

  folder folder_;
};

TEST_F(ties, of_as_many_conditions_the_first_file_by_name_is_taken) {
  ignore("b", "{/kind: k, /x: {present: true}}");
  ignore("a", "{/kind: k, /y: {present: true}}");
  EXPECT_EQ(taken_by(R"("x":"1","y":"1")"), "by a");
  EXPECT_EQ(taken_by(R"("x":"1")"), "by b");
  EXPECT_EQ(taken_by(R"("y":"1")"), "by a");
  EXPECT_EQ(taken_by(R"("z":"1")"), "no_mapping");
}

TEST_F(ties, do_not_depend_on_the_order_in_which_files_are_written) {
  ignore("a", "{/kind: k, /y: {present: true}}");
  ignore("b", "{/kind: k, /x: {present: true}}");
  EXPECT_EQ(taken_by(R"("x":"1","y":"1")"), "by a");
}

TEST_F(ties, more_conditions_win_over_an_earlier_name) {
  ignore("a", "{/kind: k}");
  ignore("z", "{/kind: k, /x: {present: true}}");
  EXPECT_EQ(taken_by(R"("x":"1")"), "by z");
  EXPECT_EQ(taken_by(R"("y":"1")"), "by a");
}

TEST_F(ties, among_three_the_longest_then_the_first) {
  ignore("a", "{/kind: k}");
  ignore("b", "{/kind: k, /x: {present: true}, /y: {present: true}}");
  ignore("c", "{/kind: k, /x: {present: true}, /z: {present: true}}");
  EXPECT_EQ(taken_by(R"("x":"1","y":"1","z":"1")"), "by b");
  EXPECT_EQ(taken_by(R"("x":"1","z":"1")"), "by c");
}

TEST_F(ties, across_pointers_are_decided_by_name_too) {
  // One goes by /kind, the other by /sort: two hash maps, one order of names.
  ignore("b", "{/kind: k, /x: {present: true}}");
  ignore("a", "{/sort: s, /x: {present: true}}");
  EXPECT_EQ(taken_by(R"("sort":"s","x":"1")"), "by a");
}

TEST_F(ties, across_pointers_are_decided_by_name_whichever_was_met_first) {
  ignore("a", "{/kind: k, /x: {present: true}}");
  ignore("b", "{/sort: s, /x: {present: true}}");
  EXPECT_EQ(taken_by(R"("sort":"s","x":"1")"), "by a");
}

TEST_F(ties, across_pointers_are_not_decided_by_the_pointer_that_was_met_first) {
  ignore("a", "{/kind: other}");
  ignore("b", "{/sort: s}");
  ignore("c", "{/kind: k}");
  EXPECT_EQ(taken_by(R"("sort":"s")"), "by b");
}

TEST_F(ties, between_a_constant_and_mere_presence_are_decided_by_name) {
  ignore("b", "{/x: {present: true}}");
  ignore("a", "{/kind: k}");
  EXPECT_EQ(taken_by(R"("x":"1")"), "by a");
}

TEST_F(ties, between_mere_presence_and_a_constant_are_decided_by_name) {
  ignore("a", "{/x: {present: true}}");
  ignore("b", "{/kind: k}");
  EXPECT_EQ(taken_by(R"("x":"1")"), "by a");
}

TEST_F(ties, between_numbers_and_texts_are_decided_by_name) {
  // A number is no key of a hash map: that mapping is looked at last and may be the first by name all the same.
  ignore("b", "{/kind: k, /n: 7}");
  ignore("a", "{/n: 7, /x: {present: true}}");
  EXPECT_EQ(taken_by(R"("n":7,"x":"1")"), "by a");
}

TEST_F(ties, of_the_same_conditions_in_another_order_are_refused) {
  ignore("a", "{/kind: k, /x: {present: true}}");
  ignore("b", "{/x: {present: true}, /kind: k}");
  EXPECT_THAT(taken_by(R"("x":"1")"), HasSubstr("asks for the same events as"));
}

TEST_F(ties, of_presence_and_absence_are_no_ties) {
  ignore("a", "{/kind: k, /x: {present: false}}");
  ignore("b", "{/kind: k, /x: {present: true}}");
  EXPECT_EQ(taken_by(R"("x":"1")"), "by b");
  EXPECT_EQ(taken_by(R"("x":"")"), "by a");
}

}  // namespace
}  // namespace jembatan::normalise

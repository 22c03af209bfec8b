#include "registers/participants.hpp"

#include <gmock/gmock.h>

namespace {

using jembatan::registers::parse_participants;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(participants, stand_one_a_line_among_comments_and_empty_lines) {
  const auto list =
      parse_participants("\xEF\xBB\xBF# letter 12/2026\nP-1\r\n\n  P-2  # from another agency\nP-3", "p.csv");
  EXPECT_THAT(list.problems, IsEmpty());
  ASSERT_THAT(list.people, SizeIs(3));
  EXPECT_EQ(list.people[0].person_id, "P-1");
  EXPECT_EQ(list.people[1].person_id, "P-2");
  EXPECT_EQ(list.people[1].line, 4);
  EXPECT_EQ(list.people[2].person_id, "P-3");
}

TEST(participants, are_refused_twice_and_when_they_are_no_id) {
  const auto list = parse_participants("P-1\nP-2\nP-1\nP-3,extra\n", "p.csv");
  ASSERT_THAT(list.problems, SizeIs(2));
  EXPECT_EQ(list.problems[0].message(), "p.csv:3: the same person as in line 1: remove one");
  EXPECT_THAT(list.problems[1].message(), HasSubstr("p.csv:4: is no person_id"));
}

TEST(participants, may_be_nobody) {
  EXPECT_THAT(parse_participants("", "p.csv").problems, IsEmpty());
}

TEST(participants, must_be_utf8) {
  EXPECT_THAT(parse_participants("P-1\nP\xFF\n", "p.csv").problems, SizeIs(1));
}

}  // namespace

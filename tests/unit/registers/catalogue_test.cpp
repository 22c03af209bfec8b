#include "registers/catalogue.hpp"

#include <gmock/gmock.h>

#include "folder.hpp"

namespace {

using jembatan::registers::catalogue;
using jembatan::registers::overlaps;
using jembatan::registers::read_catalogue;
using jembatan::registers::training_yaml;
using jembatan::registers::unknown_people;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

jembatan::training::person_row person(const std::string& id) {
  jembatan::training::person_row row;
  row.person_id = id;
  return row;
}

class catalogue_folder : public jembatan::registers::folder {
 protected:
  catalogue read() { return read_catalogue(at_, {std::set<std::string>{"zoom-a"}, {}}); }
};

TEST_F(catalogue_folder, reads_trainings_in_the_order_of_their_names) {
  write("b.yaml", training_yaml("b"));
  write("a.yaml", training_yaml("a", "participants: {file: a.csv}\n"));
  write("a.csv", "P-1\n");
  write("README.md", "not a training");
  write(".hidden.yaml", "neither");
  const auto c = read();
  EXPECT_THAT(c.problems, IsEmpty());
  ASSERT_THAT(c.programmes, SizeIs(2));
  EXPECT_EQ(c.programmes[0].id, "a");
  EXPECT_EQ(c.programmes[1].id, "b");
  EXPECT_THAT(c.people, SizeIs(1));
}

TEST_F(catalogue_folder, may_be_empty) {
  EXPECT_THAT(read().problems, IsEmpty());
  EXPECT_THAT(read().programmes, IsEmpty());
}

TEST_F(catalogue_folder, must_exist) {
  const auto c = read_catalogue(at_ / "none", {});
  ASSERT_THAT(c.problems, SizeIs(1));
  EXPECT_THAT(c.problems[0].text, HasSubstr("cannot be read"));
}

TEST_F(catalogue_folder, collects_the_problems_of_all_files) {
  write("a.yaml", training_yaml("x"));
  write("b.yaml", "[");
  write("c.yml", training_yaml("c"));
  const auto c = read();
  ASSERT_THAT(c.problems, SizeIs(3));
  EXPECT_THAT(c.problems[0].text, HasSubstr("name it c.yaml"));
  EXPECT_THAT(c.problems[1].file, EndsWith("a.yaml"));
  EXPECT_EQ(c.problems[1].line, 2);
  EXPECT_THAT(c.problems[2].file, EndsWith("b.yaml"));
}

TEST_F(catalogue_folder, changes_its_digest_with_a_byte_a_name_and_a_list_of_participants) {
  std::set<std::string> digests;
  EXPECT_TRUE(digests.insert(read().digest).second);
  write("a.yaml", training_yaml("a", "participants: {file: p.csv}\n"));
  write("p.csv", "P-1\n");
  EXPECT_TRUE(digests.insert(read().digest).second);
  write("p.csv", "P-1\nP-2\n");
  EXPECT_TRUE(digests.insert(read().digest).second);
  write("a.yaml", training_yaml("a", "participants: {file: p.csv}\n# comment\n"));
  EXPECT_TRUE(digests.insert(read().digest).second);
  const auto before = read().digest;
  write("unrelated.txt", "x");
  EXPECT_EQ(read().digest, before);
}

TEST_F(catalogue_folder, warns_of_overlapping_windows_of_one_meeting_in_two_trainings) {
  write("a.yaml", training_yaml("a"));
  write("b.yaml", training_yaml("b"));
  const auto found = overlaps(read().programmes);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].message(),
            "b/s1: its window overlaps with that of a/s1 for meeting 955 of zoom-a: the time counts in both");
}

TEST_F(catalogue_folder, does_not_warn_of_windows_that_follow_each_other_or_of_two_meetings) {
  write("a.yaml",
        training_yaml(
            "a",
            "  - {id: s2, zoom: {source: zoom-a, meeting_id: 955}, window: [2026-03-16T12:00, 2026-03-16T13:00]}\n"
            "  - {id: s3, zoom: {source: zoom-a, meeting_id: 956}, window: [2026-03-16T08:00, 2026-03-16T12:00]}\n"));
  const auto c = read();
  EXPECT_THAT(c.problems, IsEmpty());
  EXPECT_THAT(overlaps(c.programmes), IsEmpty());
}

TEST_F(catalogue_folder, warns_once_per_file_of_people_who_are_not_in_the_register) {
  write("a.yaml", training_yaml("a", "staff: [P-9]\nparticipants: {file: p.csv}\n"));
  write("p.csv", "P-1\nP-2\nP-3\n");
  const auto c = read();
  const auto found = unknown_people(c, {person("P-1"), person("P-9")});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].file, EndsWith("p.csv"));
  EXPECT_EQ(found[0].line, 2);
  EXPECT_THAT(found[0].text, HasSubstr("2 of its people are not in the register"));
  EXPECT_THAT(unknown_people(c, {}), SizeIs(2));
}

}  // namespace

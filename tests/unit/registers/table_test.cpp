#include "registers/table.hpp"

#include <gmock/gmock.h>

namespace {

using jembatan::config::most_diagnostics;
using jembatan::registers::problem_list;
using jembatan::registers::read_table;
using jembatan::registers::table_row;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct reading {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> problems;
};

reading read(std::string_view csv) {
  reading r;
  problem_list problems("t.csv");
  read_table(csv, {"id", "name"}, problems, [&](const table_row& row) { r.rows.push_back(row.cells); });
  for (const auto& p : problems.take()) r.problems.push_back(p.message());
  return r;
}

TEST(table, gives_cells_in_the_order_asked_for_whatever_the_files_order_is) {
  const auto r = read("name,id\nA,1\n");
  EXPECT_THAT(r.rows, ElementsAre(ElementsAre("1", "A")));
  EXPECT_THAT(r.problems, IsEmpty());
}

TEST(table, drops_spaces_around_cells_and_column_names) {
  EXPECT_THAT(read("id , name\n 1\t,  A B \n").rows, ElementsAre(ElementsAre("1", "A B")));
}

TEST(table, is_empty_when_there_is_only_a_header) {
  const auto r = read("id,name\n");
  EXPECT_THAT(r.rows, IsEmpty());
  EXPECT_THAT(r.problems, IsEmpty());
}

TEST(table, refuses_missing_unknown_and_double_columns_at_once_and_visits_nothing) {
  const auto r = read("id,id,nama\n1,2,3\n");
  EXPECT_THAT(r.rows, IsEmpty());
  EXPECT_THAT(r.problems, ElementsAre(HasSubstr("t.csv:1: id: the column stands twice"),
                                      HasSubstr("t.csv:1: column 3 has no known name"),
                                      HasSubstr("t.csv:1: name: the column is missing")));
}

TEST(table, recognises_semicolons_as_separators) {
  EXPECT_THAT(read("id;name\n1;A\n").problems, ElementsAre(HasSubstr("separated by ';'")));
}

TEST(table, refuses_an_empty_file) {
  EXPECT_THAT(read("").problems, ElementsAre(HasSubstr("t.csv:1: the file is empty")));
}

TEST(table, reports_rows_of_another_length_and_goes_on) {
  const auto r = read("id,name\n1\n2,B\n3,C,x\n\n");
  EXPECT_THAT(r.rows, ElementsAre(ElementsAre("2", "B")));
  EXPECT_THAT(r.problems, ElementsAre(HasSubstr("t.csv:2: has 1 fields instead of 2"),
                                      HasSubstr("t.csv:4: has 3 fields"), HasSubstr("t.csv:5: the line is empty")));
}

TEST(table, reports_what_ended_the_reading) {
  const auto r = read("id,name\n1,A\n2,\"B\n");
  EXPECT_THAT(r.rows, SizeIs(1));
  EXPECT_THAT(r.problems, ElementsAre(HasSubstr("t.csv:3: a quote is opened here")));
}

TEST(table, keeps_a_hundred_problems_and_counts_the_rest) {
  std::string csv = "id,name\n";
  for (int i = 0; i < 250; ++i) csv += "1\n";
  const auto r = read(csv);
  ASSERT_THAT(r.problems, SizeIs(most_diagnostics + 1));
  EXPECT_EQ(r.problems.back(), "t.csv: and 150 more: mend those above and check again");
}

}  // namespace

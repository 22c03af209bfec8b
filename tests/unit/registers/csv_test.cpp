#include "registers/csv.hpp"

#include <gmock/gmock.h>

namespace {

using jembatan::registers::csv_limits;
using jembatan::registers::csv_reader;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using rows = std::vector<std::vector<std::string>>;

struct reading {
  rows all;
  std::vector<int> lines;
  std::optional<jembatan::registers::csv_error> error;
};

reading read(std::string_view text, csv_limits limits = {}) {
  csv_reader reader(text, limits);
  reading r;
  std::vector<std::string> fields;
  while (reader.next(fields)) {
    r.all.push_back(fields);
    r.lines.push_back(reader.line());
  }
  r.error = reader.error();
  return r;
}

TEST(csv, reads_lines_that_end_with_lf_crlf_or_nothing) {
  const auto r = read("a,b\r\nc,d\ne,f");
  EXPECT_FALSE(r.error);
  EXPECT_EQ(r.all, (rows{{"a", "b"}, {"c", "d"}, {"e", "f"}}));
  EXPECT_THAT(r.lines, ElementsAre(1, 2, 3));
}

TEST(csv, keeps_commas_quotes_and_line_ends_within_quotes) {
  const auto r = read("\"a,b\",\"say \"\"yes\"\"\",\"two\r\nlines\"\nx,y,z\n");
  EXPECT_FALSE(r.error);
  EXPECT_EQ(r.all, (rows{{"a,b", "say \"yes\"", "two\r\nlines"}, {"x", "y", "z"}}));
  EXPECT_THAT(r.lines, ElementsAre(1, 3));
}

TEST(csv, keeps_empty_fields_and_empty_lines) {
  EXPECT_EQ(read(",,\n\n\"\",x\n").all, (rows{{"", "", ""}, {""}, {"", "x"}}));
  EXPECT_EQ(read("a,").all, (rows{{"a", ""}}));
}

TEST(csv, has_no_rows_in_an_empty_text) {
  EXPECT_EQ(read("").all, rows{});
  EXPECT_EQ(read("\xEF\xBB\xBF").all, rows{});
}

TEST(csv, drops_a_byte_order_mark) {
  EXPECT_EQ(read("\xEF\xBB\xBFid,x\n").all, (rows{{"id", "x"}}));
}

TEST(csv, forgets_the_fields_of_a_longer_row_before) {
  EXPECT_EQ(read("a,b,c\nd\n").all, (rows{{"a", "b", "c"}, {"d"}}));
}

struct broken {
  const char* text;
  int line;
  const char* says;
};

class csv_errors : public ::testing::TestWithParam<broken> {};

TEST_P(csv_errors, name_their_line_and_end_the_reading) {
  const auto r = read(GetParam().text);
  ASSERT_TRUE(r.error);
  EXPECT_EQ(r.error->line, GetParam().line);
  EXPECT_THAT(r.error->text, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(all, csv_errors,
                         ::testing::Values(broken{"a,b\nc,\"d\n\ne,f\n", 2, "never closed"},
                                           broken{"a\nb\"c\n", 2, "a quote within a field"},
                                           broken{"a\n\"b\"c\n", 2, "text after a closing quote"},
                                           broken{"\"b\" ,c\n", 1, "text after a closing quote"},
                                           broken{"a\rb\n", 1, "carriage return alone"},
                                           broken{"a\nb\r", 2, "carriage return alone"},
                                           broken{"a\nb\xFF\n", 2, "not UTF-8"}, broken{"a\nb\x01\n", 2, "not UTF-8"},
                                           broken{"\xFF\xFE"
                                                  "a",
                                                  1, "not UTF-8"}));

TEST(csv, keeps_the_rows_before_an_error) {
  EXPECT_EQ(read("a\nb\n\"c").all, (rows{{"a"}, {"b"}}));
}

TEST(csv, takes_what_is_exactly_as_long_as_a_limit_and_nothing_more) {
  csv_limits limits{.file_bytes = 12, .field_bytes = 3, .columns = 2, .rows = 2};
  EXPECT_FALSE(read("aaa,\"bbb\"\nc\n", limits).error);
  EXPECT_THAT(read("aaaa,b\n", limits).error->text, HasSubstr("a field is longer"));
  EXPECT_THAT(read("\"aaaa\",b\n", limits).error->text, HasSubstr("a field is longer"));
  EXPECT_THAT(read("a,b,c\n", limits).error->text, HasSubstr("columns"));
  EXPECT_THAT(read("a\nb\nc\n", limits).error->text, HasSubstr("rows"));
  EXPECT_THAT(read("a\nb\nc\nd\ne\nf\ng\n", limits).error->text, HasSubstr("longer than 12 bytes"));
}

TEST(csv, survives_every_single_byte_changed) {
  const std::string good = "a,\"b\"\"c\",\"d\r\ne\"\r\nf,g,h\n";
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char c : {'"', ',', '\r', '\n', '\0', '\xFF', 'x'}) {
      auto bad = good;
      bad[i] = c;
      const auto r = read(bad);
      EXPECT_TRUE(r.error || !r.all.empty());
    }
  }
}

}  // namespace

#include "config/document.hpp"

#include <gmock/gmock.h>

namespace {

using jembatan::config::document_bytes;
using jembatan::config::document_depth;
using jembatan::config::document_nodes;
using jembatan::config::node;
using jembatan::config::parse_document;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(document, keeps_lines_and_quotes_of_what_is_written) {
  const auto d = parse_document("# comment\na: 1\nb:\n  c: \"2\"\n  d: [x, y]\n", "f.yaml");
  ASSERT_TRUE(d.readable);
  EXPECT_THAT(d.problems, IsEmpty());
  ASSERT_THAT(d.root.entries, SizeIs(2));
  EXPECT_EQ(d.root.entries[0].key, "a");
  EXPECT_EQ(d.root.entries[0].line, 2);
  EXPECT_FALSE(d.root.entries[0].value.quoted);
  const auto& b = d.root.entries[1].value;
  ASSERT_THAT(b.entries, SizeIs(2));
  EXPECT_TRUE(b.entries[0].value.quoted);
  EXPECT_EQ(b.entries[0].line, 4);
  ASSERT_THAT(b.entries[1].value.items, SizeIs(2));
  EXPECT_EQ(b.entries[1].value.items[1].text, "y");
}

TEST(document, names_both_lines_of_a_duplicate_key_and_keeps_the_first) {
  const auto d = parse_document("a: 1\nb: 2\na: 3\n", "f.yaml");
  ASSERT_THAT(d.problems, SizeIs(1));
  EXPECT_EQ(d.problems[0].message(), "f.yaml:3: duplicate key 'a', first written in line 1: remove one of them");
  ASSERT_THAT(d.root.entries, SizeIs(2));
  EXPECT_EQ(d.root.entries[0].value.text, "1");
}

TEST(document, finds_a_duplicate_key_in_a_nested_mapping) {
  const auto d = parse_document("a:\n  - {x: 1, x: 2}\n", "f.yaml");
  ASSERT_THAT(d.problems, SizeIs(1));
  EXPECT_EQ(d.problems[0].line, 2);
}

TEST(document, treats_the_same_key_in_quotes_as_the_same) {
  EXPECT_THAT(parse_document("a: 1\n\"a\": 2\n", "f").problems, SizeIs(1));
}

TEST(document, refuses_anchors_aliases_tags_and_merge_keys_each_at_its_line) {
  const auto d = parse_document("a: &x 1\nb: *x\nc: !!int 3\nd:\n  <<: {e: 1}\n", "f");
  ASSERT_THAT(d.problems, SizeIs(4));
  EXPECT_THAT(d.problems[0].message(), HasSubstr("f:1: anchors"));
  EXPECT_THAT(d.problems[1].message(), HasSubstr("f:2: aliases"));
  EXPECT_THAT(d.problems[2].message(), HasSubstr("f:3: tags"));
  EXPECT_THAT(d.problems[3].message(), HasSubstr("f:5: merge keys"));
  EXPECT_TRUE(d.root.entries[1].value.refused);
  EXPECT_THAT(d.root.entries[3].value.entries, IsEmpty());
}

TEST(document, refuses_a_key_that_is_no_word) {
  const auto d = parse_document("? [a, b]\n: 1\nc: 2\n", "f");
  ASSERT_THAT(d.problems, SizeIs(1));
  EXPECT_THAT(d.root.entries, SizeIs(1));
}

TEST(document, refuses_a_second_document) {
  const auto d = parse_document("a: 1\n---\nb: 2\n", "f");
  ASSERT_THAT(d.problems, SizeIs(1));
  EXPECT_EQ(d.problems[0].line, 3);
}

TEST(document, names_the_line_of_malformed_yaml) {
  const auto d = parse_document("a: 1\nb: [1, 2\nc: 3\n", "f");
  EXPECT_FALSE(d.readable);
  ASSERT_THAT(d.problems, SizeIs(1));
  EXPECT_GE(d.problems[0].line, 2);
  EXPECT_THAT(d.problems[0].text, HasSubstr("not readable as YAML"));
}

TEST(document, takes_an_empty_file_for_nothing) {
  for (const auto* text : {"", "\n\n", "# only a comment\n", "---\n"}) {
    const auto d = parse_document(text, "f");
    EXPECT_TRUE(d.readable) << text;
    EXPECT_THAT(d.problems, IsEmpty()) << text;
    EXPECT_EQ(d.root.what, node::kind::null) << text;
  }
}

TEST(document, refuses_bytes_that_would_end_the_text_unseen) {
  // yaml-cpp takes 0x04 for the end of the input: what follows would be ignored.
  const auto d = parse_document("a: 1\n\x04\nb: 2\n", "f");
  EXPECT_FALSE(d.readable);
  ASSERT_THAT(d.problems, SizeIs(1));
  EXPECT_EQ(d.problems[0].line, 2);
}

TEST(document, refuses_utf16) {
  EXPECT_FALSE(parse_document(std::string("\xFF\xFE"
                                          "a\0:\0",
                                          6),
                              "f")
                   .readable);
}

TEST(document, accepts_a_byte_order_mark) {
  const auto d = parse_document(
      "\xEF\xBB\xBF"
      "a: 1\n",
      "f");
  ASSERT_THAT(d.root.entries, SizeIs(1));
  EXPECT_EQ(d.root.entries[0].key, "a");
}

TEST(document, bounds_length_depth_and_number_of_values) {
  EXPECT_FALSE(parse_document("# " + std::string(document_bytes, 'x'), "f").readable);
  EXPECT_TRUE(parse_document("a: " + std::string(document_depth - 1, '[') + std::string(document_depth - 1, ']'), "f")
                  .readable);
  EXPECT_FALSE(
      parse_document("a: " + std::string(document_depth, '[') + std::string(document_depth, ']'), "f").readable);
  std::string many = "a: [x";
  for (std::size_t i = 0; i < document_nodes; ++i) many += ",x";
  EXPECT_FALSE(parse_document(many + "]", "f").readable);
}

TEST(document, survives_every_single_byte_changed) {
  const std::string good = "a: {b: [1, 'two', \"three\"]}\nc:\n  - d: |\n      text\n    e: ~\n";
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char c :
         {'\0', '{', '}', '[', ']', ':', ',', '&', '*', '!', '\'', '"', '|', '\t', '\n', '-', '?', '%', '\xFF'}) {
      auto bad = good;
      bad[i] = c;
      const auto d = parse_document(bad, "f");
      EXPECT_TRUE(d.readable || !d.problems.empty());
    }
  }
}

}  // namespace

// A damaged segment is reported with its name and the remedy, and never repaired or skipped.
#include <fstream>

#include "fixture.hpp"

namespace jembatan::journal {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class journal_damage : public journal_test {
 protected:
  void fill(int segments, int bodies_each = 3) {
    open();
    for (int s = 0; s < segments; ++s) {
      if (s > 0) end_segment();
      store_many(bodies_each);
    }
    close();
  }
  void expect_corrupt(const result<void>& outcome, const std::string& file, const std::string& what) {
    ASSERT_TRUE(outcome.has_error());
    EXPECT_TRUE(outcome.error().is(errc::corrupt)) << outcome.error().message();
    EXPECT_THAT(outcome.error().message(), AllOf(HasSubstr(file), HasSubstr(what), HasSubstr("backup")));
  }
  // Changes one byte of the first place that holds `text`.
  void flip(const std::filesystem::path& file, const std::string& text) {
    std::fstream f(file, std::ios::in | std::ios::out | std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(f)), {});
    const auto at = bytes.find(text);
    ASSERT_NE(at, std::string::npos);
    f.clear();
    f.seekp(static_cast<std::streamoff>(at));
    f.put('#');
  }
};

TEST_F(journal_damage, refuses_a_file_that_is_no_database) {
  fill(2);
  std::ofstream(segment_file(1), std::ios::binary) << std::string(32768, 'x');
  expect_corrupt(try_open(), "segment-00000001.db", "not a database");
  EXPECT_EQ(std::filesystem::file_size(segment_file(1)), 32768U);
}

TEST_F(journal_damage, refuses_a_segment_without_header) {
  fill(2);
  meddle(segment_file(1), "DELETE FROM header");
  expect_corrupt(try_open(), "segment-00000001.db", "header");
}

TEST_F(journal_damage, refuses_a_segment_of_another_journal_or_number) {
  fill(1);
  meddle(segment_file(1), "UPDATE header SET epoch='0123456789abcdef'");
  expect_corrupt(try_open(), "segment-00000001.db", "0123456789abcdef");
  meddle(segment_file(1), "UPDATE header SET number=9, epoch=(SELECT epoch FROM header)");
  EXPECT_TRUE(try_open().has_error());
}

TEST_F(journal_damage, refuses_a_last_row_that_is_not_what_was_written) {
  fill(2);
  meddle(segment_file(2), "UPDATE row SET body=CAST('forged' AS BLOB) WHERE sequence=6");
  expect_corrupt(try_open(), "segment-00000002.db", "row 6");
}

TEST_F(journal_damage, refuses_a_newer_format_without_touching_it) {
  fill(1);
  meddle(segment_file(1), "UPDATE header SET format=2");
  const auto outcome = try_open();
  ASSERT_TRUE(outcome.has_error());
  EXPECT_TRUE(outcome.error().is(errc::unsupported));
}

TEST_F(journal_damage, misses_a_segment_in_the_middle_at_the_end_and_at_the_beginning) {
  fill(4);
  for (const std::uint64_t number : {2U, 4U, 1U}) {
    const auto away = opts.directory.parent_path() / "away.db";
    std::filesystem::rename(segment_file(number), away);
    expect_corrupt(try_open(), segment_file(number).filename().string(), "missing");
    std::filesystem::rename(away, segment_file(number));
  }
  open();
  EXPECT_EQ(bodies().size(), 12U);
}

TEST_F(journal_damage, misses_all_segments) {
  fill(1);
  std::filesystem::rename(segment_file(1), opts.directory.parent_path() / "away.db");
  expect_corrupt(try_open(), "segment-00000001.db", "missing");
}

TEST_F(journal_damage, misses_rows_at_the_end_of_a_segment) {
  fill(2);
  meddle(segment_file(1), "DELETE FROM row WHERE sequence=3");
  expect_corrupt(try_open(), "segment-00000001.db", "rows 3 to 3 are missing");
}

TEST_F(journal_damage, refuses_a_cursor_past_the_last_row) {
  fill(1);
  meddle(opts.directory / "cursor.db", "UPDATE cursor SET sequence=99");
  expect_corrupt(try_open(), "cursor.db", "99");
}

TEST_F(journal_damage, refuses_segments_without_their_cursor) {
  fill(1);
  std::filesystem::remove(opts.directory / "cursor.db");
  expect_corrupt(try_open(), "cursor.db", "missing");
  EXPECT_FALSE(std::filesystem::exists(opts.directory / "cursor.db"));
}

TEST_F(journal_damage, stops_reading_at_a_missing_row_and_skips_nothing) {
  fill(1, 5);
  meddle(segment_file(1), "DELETE FROM row WHERE sequence=3");
  open();
  EXPECT_EQ(inbox->read(0, 10, MiB).value().size(), 2U);
  const auto stopped = inbox->read(2, 10, MiB);
  ASSERT_TRUE(stopped.has_error());
  EXPECT_TRUE(stopped.error().is(errc::corrupt));
  EXPECT_THAT(stopped.error().message(), AllOf(HasSubstr("segment-00000001.db"), HasSubstr("row 3 is missing")));
}

TEST_F(journal_damage, notices_a_flipped_bit_in_a_body_that_sqlite_cannot_see) {
  open();
  store("an-unmistakable-body").value();
  store("the last one").value();
  close();
  flip(segment_file(1), "an-unmistakable-body");
  open();
  const auto read = inbox->read(0, 10, MiB);
  ASSERT_TRUE(read.has_error());
  EXPECT_TRUE(read.error().is(errc::corrupt));
  EXPECT_THAT(read.error().message(), AllOf(HasSubstr("segment-00000001.db"), HasSubstr("row 1")));
  EXPECT_TRUE(inbox->find(1).error().is(errc::corrupt));
  EXPECT_EQ(inbox->find(2).value().what.body, "the last one");
}

TEST_F(journal_damage, lets_a_delivered_oldest_segment_be_moved_away) {
  fill(3);
  open();
  ASSERT_TRUE(inbox->advance(4, {{"zoom-a", 4}}).has_value());
  close();
  std::filesystem::rename(segment_file(1), opts.directory.parent_path() / "away.db");
  open();
  EXPECT_EQ(bodies(3).size(), 6U);
  EXPECT_EQ(inbox->counts().at("zoom-a").accepted, 9U);
  EXPECT_EQ(inbox->counts().at("zoom-a").depth, 5U);
}

TEST_F(journal_damage, drops_a_segment_that_a_crash_left_before_it_was_registered) {
  fill(1);
  std::ofstream(segment_file(2), std::ios::binary) << "";
  open();
  store_many(1);
  end_segment();
  store_many(1);
  open();
  EXPECT_EQ(bodies().size(), 5U);
}

TEST_F(journal_damage, refuses_a_row_sealed_by_a_later_version) {
  fill(1);
  meddle(segment_file(1), "UPDATE row SET seal=1 WHERE sequence=2");
  open();
  EXPECT_THAT(inbox->read(0, 1, MiB).value().front().what.body, "0");
  EXPECT_TRUE(inbox->read(1, 1, MiB).error().is(errc::unsupported));
}

TEST_F(journal_damage, stops_a_read_at_its_limits) {
  fill(1, 5);
  open();
  EXPECT_EQ(inbox->read(0, 2, MiB).value().size(), 2U);
  EXPECT_EQ(inbox->read(0, 100, 1).value().size(), 1U);
  EXPECT_EQ(inbox->read(5, 100, MiB).value().size(), 0U);
}

}  // namespace
}  // namespace jembatan::journal

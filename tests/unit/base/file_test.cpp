#include "base/file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

namespace jembatan {
namespace {

class file : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "jb-file-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  std::filesystem::path put(const std::string& name, const std::string& bytes) {
    std::ofstream(directory_ / name) << bytes;
    return directory_ / name;
  }
  std::filesystem::path directory_;
};

TEST_F(file, a_secret_loses_one_trailing_newline_and_no_more) {
  EXPECT_EQ(read_secret(put("a", "s3cret\n")).value(), "s3cret");
  EXPECT_EQ(read_secret(put("b", "s3cret\r\n")).value(), "s3cret");
  EXPECT_EQ(read_secret(put("c", " s3cret\n\n")).value(), " s3cret\n");
}

TEST_F(file, an_empty_or_absent_secret_is_refused_with_its_name) {
  EXPECT_NE(read_secret(put("empty", "\n")).error().context.find("empty is empty"), std::string::npos);
  EXPECT_TRUE(read_secret(directory_ / "nowhere").error().is(errc::not_found));
}

TEST_F(file, a_file_past_its_limit_is_refused) {
  const auto path = put("large", std::string(1001, 'x'));
  EXPECT_EQ(read_file(path, 1001).value().size(), 1001U);
  EXPECT_TRUE(read_file(path, 1000).error().is(errc::full));
}

TEST_F(file, a_durable_write_replaces_the_whole_file_and_leaves_no_temporary) {
  const auto path = put("settings", "old and longer");
  ASSERT_TRUE(write_file_durably(path, "new", 0600).has_value());
  EXPECT_EQ(read_file(path, 100).value(), "new");
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  EXPECT_FALSE(std::filesystem::exists(path.string() + ".tmp"));
}

TEST_F(file, a_directory_has_one_owner_at_a_time) {
  auto first = directory_lock::take(directory_ / "lock");
  ASSERT_TRUE(first.has_value());
  EXPECT_TRUE(directory_lock::take(directory_ / "lock").error().is(errc::locked));
  { const auto moved = std::move(*first); }
  EXPECT_TRUE(directory_lock::take(directory_ / "lock").has_value());
}

}  // namespace
}  // namespace jembatan

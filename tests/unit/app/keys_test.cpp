#include "app/keys.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

namespace jembatan::app {
namespace {

class keys : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "jb-keys-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  std::filesystem::path directory_;
  seeded_random random_{1};
};

TEST_F(keys, a_key_is_made_once_and_kept) {
  const auto first = load_or_make_key(directory_, "pseudonym", random_).value();
  EXPECT_EQ(first.size(), 64U);
  EXPECT_EQ(load_or_make_key(directory_, "pseudonym", random_).value(), first);
  struct stat info {};
  ASSERT_EQ(::stat((directory_ / "keys" / "pseudonym").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
}

TEST_F(keys, an_emptied_key_is_refused_rather_than_made_anew) {
  ASSERT_TRUE(load_or_make_key(directory_, "pseudonym", random_).has_value());
  std::ofstream(directory_ / "keys" / "pseudonym", std::ios::trunc).flush();
  EXPECT_TRUE(load_or_make_key(directory_, "pseudonym", random_).error().is(errc::invalid));
}

}  // namespace
}  // namespace jembatan::app

// The simulated disk must be as bad as it says: a disk that keeps what it should lose proves nothing.
#include "sim/disk.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/disk_file.hpp"

namespace jembatan::sim {
namespace {

constexpr std::size_t sector = disk_file::sector;

class disk_test : public testing::Test {
 protected:
  static std::shared_ptr<disk_file> open(disk& d, const std::string& name) {
    std::shared_ptr<disk_file> file;
    EXPECT_EQ(d.open(name, true, file), disk::status::ok);
    return file;
  }
  static void write(disk& d, disk_file& f, const std::string& text, std::uint64_t at = 0) {
    EXPECT_EQ(d.write(f, text.data(), text.size(), at), disk::status::ok);
  }
  static std::string text_of(const disk& d, const std::string& name) {
    const auto all = d.contents();
    const auto found = all.find(name);
    return found == all.end() ? "absent" : std::string(found->second.begin(), found->second.end());
  }
};

TEST_F(disk_test, keeps_what_was_synced_through_a_power_cut) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    disk d(seed);
    const auto f = open(d, "/a");
    write(d, *f, std::string(5 * sector, 'x'));
    d.sync(*f);
    d.sync_names();
    d.revive(true);
    EXPECT_EQ(text_of(d, "/a"), std::string(5 * sector, 'x'));
  }
}

TEST_F(disk_test, keeps_what_was_not_synced_when_only_the_process_is_killed) {
  disk d(1);
  const auto f = open(d, "/a");
  write(d, *f, "unsynced");
  d.die();
  d.revive(false);
  EXPECT_EQ(text_of(d, "/a"), "unsynced");
}

TEST_F(disk_test, loses_tears_and_reorders_what_was_not_synced) {
  std::set<std::string> seen;
  bool torn = false, second_without_first = false;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    disk d(seed);
    const auto f = open(d, "/a");
    write(d, *f, std::string(2 * sector, 'o'));
    d.sync(*f);
    d.sync_names();
    write(d, *f, std::string(sector, '1'));
    write(d, *f, std::string(sector, '2'), sector);
    d.revive(true);
    const auto text = text_of(d, "/a");
    seen.insert(text);
    torn = torn || (text.substr(0, sector).find('1') != std::string::npos &&
                    text.substr(0, sector).find('o') != std::string::npos);
    second_without_first = second_without_first || (text[0] == 'o' && text[sector] == '2');
  }
  EXPECT_TRUE(seen.contains(std::string(2 * sector, 'o')));                         // both lost
  EXPECT_TRUE(seen.contains(std::string(sector, '1') + std::string(sector, '2')));  // both kept
  EXPECT_TRUE(torn);
  EXPECT_TRUE(second_without_first);
}

TEST_F(disk_test, loses_the_end_of_a_file_that_grew) {
  std::set<std::size_t> sizes;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    disk d(seed);
    const auto f = open(d, "/a");
    write(d, *f, "synced");
    d.sync(*f);
    d.sync_names();
    write(d, *f, std::string(3 * sector, 'x'), 6);
    d.revive(true);
    sizes.insert(text_of(d, "/a").size());
    EXPECT_EQ(text_of(d, "/a").substr(0, 6), "synced");
  }
  EXPECT_TRUE(sizes.contains(6));
  EXPECT_GT(sizes.size(), 2U);
}

TEST_F(disk_test, forgets_a_name_whose_directory_was_not_synced) {
  int lost = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    disk d(seed);
    const auto f = open(d, "/a");
    write(d, *f, "x");
    d.sync(*f);
    d.revive(true);
    lost += text_of(d, "/a") == "absent" ? 1 : 0;
  }
  EXPECT_GT(lost, 10);
  EXPECT_LT(lost, 90);
}

TEST_F(disk_test, brings_back_a_file_whose_removal_was_not_synced) {
  int back = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    disk d(seed);
    const auto f = open(d, "/a");
    write(d, *f, "x");
    d.sync(*f);
    d.sync_names();
    d.remove_name("/a");
    EXPECT_EQ(text_of(d, "/a"), "absent");
    d.revive(true);
    back += text_of(d, "/a") == "x" ? 1 : 0;
  }
  EXPECT_GT(back, 10);
  EXPECT_LT(back, 90);
}

TEST_F(disk_test, does_not_write_later_what_a_failed_sync_left_in_the_cache) {
  int lost = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    disk d(seed);
    auto next = disk::fate::pass;
    d.set_fate([&](disk::operation, const std::string&) { return next; });
    const auto f = open(d, "/a");
    d.sync_names();
    write(d, *f, "first");
    next = disk::fate::fail;
    EXPECT_EQ(d.sync(*f), disk::status::failed);
    next = disk::fate::pass;
    EXPECT_EQ(d.sync(*f), disk::status::ok);
    EXPECT_EQ(text_of(d, "/a"), "first");  // the cache shows it all the same
    d.revive(true);
    lost += text_of(d, "/a").find("first") == std::string::npos ? 1 : 0;
  }
  EXPECT_GT(lost, 10);
}

TEST_F(disk_test, writes_a_forgotten_sector_once_it_is_changed_again) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    disk d(seed);
    auto next = disk::fate::pass;
    d.set_fate([&](disk::operation, const std::string&) { return next; });
    const auto f = open(d, "/a");
    d.sync_names();
    write(d, *f, "first");
    next = disk::fate::fail;
    d.sync(*f);
    next = disk::fate::pass;
    write(d, *f, "again");
    d.sync(*f);
    d.revive(true);
    EXPECT_EQ(text_of(d, "/a"), "again");
  }
}

TEST_F(disk_test, answers_nothing_and_changes_nothing_once_the_process_is_dead) {
  disk d(1);
  d.set_fate([](disk::operation what, const std::string&) {
    return what == disk::operation::sync ? disk::fate::die : disk::fate::pass;
  });
  const auto f = open(d, "/a");
  write(d, *f, "x");
  EXPECT_EQ(d.sync(*f), disk::status::failed);
  EXPECT_TRUE(d.dead());
  EXPECT_EQ(d.write(*f, "yy", 2, 0), disk::status::failed);
  std::shared_ptr<disk_file> other;
  EXPECT_EQ(d.open("/b", true, other), disk::status::failed);
  d.revive(false);
  EXPECT_EQ(text_of(d, "/a"), "x");
  EXPECT_EQ(text_of(d, "/b"), "absent");
}

TEST_F(disk_test, ends_a_process_in_the_midst_of_a_write) {
  std::set<std::size_t> sizes;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    disk d(seed);
    const auto f = open(d, "/a");
    d.set_fate([](disk::operation, const std::string&) { return disk::fate::die; });
    EXPECT_EQ(d.write(*f, std::string(4 * sector, 'x').data(), 4 * sector, 0), disk::status::failed);
    sizes.insert(f->size());
  }
  EXPECT_TRUE(sizes.contains(0));
  EXPECT_GT(sizes.size(), 3U);
}

}  // namespace
}  // namespace jembatan::sim

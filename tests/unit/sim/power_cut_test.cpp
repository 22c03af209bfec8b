// SQLite on the simulated disk: what a commit promises holds, and what it does not promise is really lost.
#include <gtest/gtest.h>

#include "sim/vfs.hpp"
#include "sqlite/database.hpp"

namespace jembatan::sim {
namespace {

const std::filesystem::path file = "/data/test.db";

class power_cut : public testing::Test {
 protected:
  struct machine {
    explicit machine(std::uint64_t seed) : files(seed), layer(files, time, seed) {}
    sqlite::database open() {
      auto db = sqlite::database::open(file, {.mode = sqlite::access::create, .vfs = layer.name()}).value();
      db.leave_wal_on_close();
      db.use_durable_wal(4096, 0).value();
      return db;
    }
    manual_clock time{from_unix_ms(0)};
    disk files;
    vfs layer;
  };

  static void commit_rows(sqlite::database& db, const char* synchronous) {
    db.execute(std::string("PRAGMA synchronous=") + synchronous).value();
    for (int i = 0; i < 5; ++i) db.execute("INSERT INTO t(x) VALUES(hex(randomblob(400)))").value();
  }

  // Rows after a power cut, of five that were committed.
  static std::int64_t rows_after(std::uint64_t seed, const char* synchronous) {
    machine m(seed);
    {
      auto db = m.open();
      db.execute("CREATE TABLE t(x)").value();
      commit_rows(db, synchronous);
      m.files.die();
    }
    m.files.revive(true);
    auto db = m.open();
    EXPECT_EQ(db.query_text("PRAGMA quick_check(1)").value(), "ok");
    return db.query_int("SELECT count(*) FROM t").value();
  }
};

TEST_F(power_cut, takes_no_row_of_a_commit_that_was_synced) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) EXPECT_EQ(rows_after(seed, "FULL"), 5) << "seed " << seed;
}

TEST_F(power_cut, takes_rows_when_the_sync_is_left_out) {
  int lost = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) lost += rows_after(seed, "OFF") < 5 ? 1 : 0;
  EXPECT_GT(lost, 20);
}

// A process is killed between the write and the sync of a commit, the next one reads the row and goes by it, then the
// power goes: the row must still be there.
TEST_F(power_cut, takes_nothing_that_a_restarted_process_has_read) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    machine m(seed);
    {
      auto db = m.open();
      db.execute("CREATE TABLE t(x)").value();
      m.files.set_fate([&](disk::operation what, const std::string&) {
        return what == disk::operation::sync ? disk::fate::die : disk::fate::pass;
      });
      EXPECT_FALSE(db.execute("INSERT INTO t(x) VALUES(1)").has_value());
    }
    m.files.set_fate({});
    m.files.revive(false);
    std::int64_t seen = 0;
    {
      auto db = m.open();
      seen = db.query_int("SELECT count(*) FROM t").value();
      m.files.die();
    }
    m.files.revive(true);
    EXPECT_EQ(m.open().query_int("SELECT count(*) FROM t").value(), seen) << "seed " << seed;
  }
}

TEST_F(power_cut, two_connections_share_locks_and_the_index_of_the_wal) {
  machine m(1);
  auto writer = m.open();
  writer.execute("CREATE TABLE t(x); INSERT INTO t VALUES(1)").value();
  auto reader = sqlite::database::open(file, {.mode = sqlite::access::read_only, .vfs = m.layer.name()}).value();
  EXPECT_EQ(reader.query_int("SELECT count(*) FROM t").value(), 1);
  writer.execute("BEGIN IMMEDIATE; INSERT INTO t VALUES(2)").value();
  EXPECT_EQ(reader.query_int("SELECT count(*) FROM t").value(), 1);
  EXPECT_TRUE(m.open().execute("BEGIN IMMEDIATE").error().is(errc::unavailable));
  writer.execute("COMMIT").value();
  EXPECT_EQ(reader.query_int("SELECT count(*) FROM t").value(), 2);
}

TEST_F(power_cut, a_missing_file_is_not_found) {
  machine m(1);
  const auto opened = sqlite::database::open(file, {.mode = sqlite::access::read_write, .vfs = m.layer.name()});
  EXPECT_TRUE(opened.error().is(errc::not_found));
}

}  // namespace
}  // namespace jembatan::sim

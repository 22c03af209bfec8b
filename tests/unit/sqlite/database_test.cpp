#include "sqlite/database.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <fstream>

#include "base/hex.hpp"
#include "faulty_vfs.hpp"
#include "sqlite/transaction.hpp"

namespace jembatan::sqlite {
namespace {

using ::testing::HasSubstr;

class sqlite_database : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/jembatan-sqlite-XXXXXX";
    directory = mkdtemp(name);
    file = directory / "a file?with#odd%name.db";
  }
  void TearDown() override { std::filesystem::remove_all(directory); }

  database open_with_table(const std::string& vfs = {}) {
    auto db = database::open(file, {.vfs = vfs}).value();
    db.use_durable_wal(4096, 0).value();
    db.execute("CREATE TABLE t(n INTEGER PRIMARY KEY, s TEXT, b BLOB)").value();
    return db;
  }

  std::filesystem::path directory;
  std::filesystem::path file;
};

TEST_F(sqlite_database, gives_back_what_was_bound) {
  auto db = open_with_table();
  auto insert = db.prepare("INSERT INTO t VALUES(?1,?2,?3)").value();
  const std::string with_nul("a\0b", 3);
  insert.bind(1, std::int64_t{-5});
  insert.bind(2, std::string_view{});
  insert.bind_blob(3, as_bytes(with_nul));
  ASSERT_TRUE(insert.run().has_value());
  insert.bind(1, std::int64_t{6});
  insert.bind_null(2);
  insert.bind_blob(3, {});
  ASSERT_TRUE(insert.run().has_value());

  auto query = db.prepare("SELECT n,s,b FROM t ORDER BY n").value();
  ASSERT_TRUE(query.step().value());
  EXPECT_EQ(query.integer(0), -5);
  EXPECT_FALSE(query.is_null(1));
  EXPECT_EQ(query.text(1), "");
  EXPECT_EQ(std::string(query.blob(2).begin(), query.blob(2).end()), with_nul);
  ASSERT_TRUE(query.step().value());
  EXPECT_TRUE(query.is_null(1));
  EXPECT_FALSE(query.is_null(2));
  EXPECT_TRUE(query.blob(2).empty());
  EXPECT_FALSE(query.step().value());
}

TEST_F(sqlite_database, forgets_a_transaction_that_was_not_committed) {
  auto db = open_with_table();
  {
    auto lost = transaction::begin(db).value();
    db.execute("INSERT INTO t(n) VALUES(1)").value();
  }
  EXPECT_FALSE(db.in_transaction());
  {
    auto kept = transaction::begin(db).value();
    db.execute("INSERT INTO t(n) VALUES(2)").value();
    ASSERT_TRUE(kept.commit().has_value());
    EXPECT_TRUE(kept.commit().has_error());
  }
  EXPECT_EQ(db.query_int("SELECT sum(n) FROM t").value(), 2);
}

TEST_F(sqlite_database, reports_a_refused_bind_when_it_is_stepped) {
  auto db = open_with_table();
  auto query = db.prepare("SELECT 1").value();
  query.bind(7, std::int64_t{1});
  EXPECT_TRUE(query.step().has_error());
  query.reset();
  EXPECT_TRUE(query.step().value());
}

TEST_F(sqlite_database, names_the_file_that_is_no_database) {
  std::ofstream(file) << std::string(8192, 'x');
  auto db = database::open(file).value();
  const auto answer = db.query_int("SELECT count(*) FROM sqlite_master");
  ASSERT_TRUE(answer.has_error());
  EXPECT_TRUE(answer.error().is(errc::corrupt));
  EXPECT_THAT(answer.error().message(), HasSubstr(file.string()));
}

TEST_F(sqlite_database, says_not_found_for_an_absent_file_and_makes_none) {
  const auto db = database::open(file, {.mode = access::read_only});
  ASSERT_TRUE(db.has_error());
  EXPECT_TRUE(db.error().is(errc::not_found));
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(sqlite_database, reports_a_full_disk_as_full_and_a_failed_sync_as_io) {
  test::faulty_vfs faults("faulty-database");
  auto db = open_with_table(faults.name());
  faults.disk_full = true;
  const auto full = db.execute("INSERT INTO t(n) VALUES(1)");
  ASSERT_TRUE(full.has_error());
  EXPECT_TRUE(full.error().is(errc::full));
  faults.disk_full = false;
  faults.failing_syncs = 1;
  const auto failed = db.execute("INSERT INTO t(n) VALUES(2)");
  ASSERT_TRUE(failed.has_error());
  EXPECT_TRUE(failed.error().is(errc::io));
  EXPECT_TRUE(db.execute("INSERT INTO t(n) VALUES(3)").has_value());
}

TEST_F(sqlite_database, says_unavailable_while_another_connection_writes) {
  auto one = open_with_table();
  auto two = database::open(file, {.busy_timeout = duration{0}}).value();
  const auto writing = transaction::begin(one);
  const auto second = transaction::begin(two);
  ASSERT_TRUE(second.has_error());
  EXPECT_TRUE(second.error().is(errc::unavailable));
}

// What then survives a power cut: tests/unit/sim/power_cut_test.cpp.
TEST_F(sqlite_database, syncs_what_an_earlier_process_left_in_the_wal_before_it_goes_by_it) {
  test::faulty_vfs faults("left-wal");
  {
    auto db = open_with_table();
    db.execute("INSERT INTO t(n) VALUES(1)").value();
    db.leave_wal_on_close();
  }
  faults.failing_syncs = 1;
  auto refused = database::open(file, {.vfs = faults.name()}).value();
  EXPECT_TRUE(refused.use_durable_wal(4096, 0).error().is(errc::io));
  auto again = database::open(file, {.vfs = faults.name()}).value();
  EXPECT_TRUE(again.use_durable_wal(4096, 0).has_value());
  EXPECT_EQ(again.query_int("SELECT count(*) FROM t").value(), 1);
}

TEST_F(sqlite_database, starts_with_the_wal_as_it_is_on_a_full_disk) {
  test::faulty_vfs faults("full-at-start");
  {
    auto db = open_with_table();
    db.execute("INSERT INTO t(n) VALUES(1)").value();
    db.leave_wal_on_close();
  }
  faults.disk_full = true;
  auto again = database::open(file, {.vfs = faults.name()}).value();
  ASSERT_TRUE(again.use_durable_wal(4096, 0).has_value());
  EXPECT_EQ(again.query_int("SELECT count(*) FROM t").value(), 1);
}

TEST_F(sqlite_database, empties_the_wal_unless_a_reader_holds_it) {
  auto db = open_with_table();
  auto reader = database::open(file, {.mode = access::read_only}).value();
  db.execute("INSERT INTO t(n) VALUES(1),(2)").value();
  EXPECT_GT(db.wal_frames(), 0);
  auto query = reader.prepare("SELECT n FROM t").value();
  ASSERT_TRUE(query.step().value());
  db.execute("PRAGMA busy_timeout=0").value();
  db.execute("INSERT INTO t(n) VALUES(3)").value();
  EXPECT_TRUE(db.checkpoint_and_truncate().value().busy);
  query.reset();
  EXPECT_FALSE(db.checkpoint_and_truncate().value().busy);
  EXPECT_EQ(std::filesystem::file_size(file.string() + "-wal"), 0U);
}

TEST_F(sqlite_database, reads_a_sealed_file_without_files_beside_it) {
  { open_with_table().execute("INSERT INTO t(n) VALUES(41)").value(); }
  auto sealed = database::open(file, {.mode = access::sealed}).value();
  EXPECT_EQ(sealed.query_int("SELECT n FROM t").value(), 41);
  EXPECT_FALSE(std::filesystem::exists(file.string() + "-shm"));
  EXPECT_TRUE(sealed.execute("DELETE FROM t").has_error());
}

TEST_F(sqlite_database, leaves_the_wal_on_close_when_told) {
  {
    auto db = open_with_table();
    db.execute("INSERT INTO t(n) VALUES(1)").value();
    db.leave_wal_on_close();
  }
  EXPECT_GT(std::filesystem::file_size(file.string() + "-wal"), 0U);
  auto again = database::open(file, {.mode = access::read_only}).value();
  EXPECT_EQ(again.query_int("SELECT count(*) FROM t").value(), 1);
}

}  // namespace
}  // namespace jembatan::sqlite

#include "journal/segment.hpp"

#include <cstdio>

#include "base/failpoint.hpp"
#include "journal/row.hpp"
#include "sqlite/transaction.hpp"

namespace jembatan::journal {
namespace {

constexpr int page_size = 16384;
constexpr int checkpoint_pages = 250;

// "row" keeps no index beside its key: a unique index on a random id halves the rate (facts/performance.md).
constexpr auto schema = R"(
CREATE TABLE header(format INTEGER NOT NULL, node TEXT NOT NULL, epoch TEXT NOT NULL, number INTEGER NOT NULL,
  first_sequence INTEGER NOT NULL, key_id INTEGER NOT NULL, created_at INTEGER NOT NULL, begun_at INTEGER NOT NULL);
CREATE TABLE row(sequence INTEGER PRIMARY KEY, source TEXT NOT NULL, received_at INTEGER NOT NULL, peer TEXT NOT NULL,
  tls TEXT NOT NULL, events INTEGER NOT NULL, identities BLOB NOT NULL, seal INTEGER NOT NULL, nonce BLOB,
  body BLOB NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE tally(through INTEGER NOT NULL, source TEXT NOT NULL, accepted INTEGER NOT NULL,
  PRIMARY KEY(through, source)) WITHOUT ROWID;
)";

sqlite::open_options writer_options(sqlite::access mode, const options& o) {
  // Short: only readers of the same process can be in the way, and only of the last checkpoint.
  return {.mode = mode, .busy_timeout = std::chrono::milliseconds{200}, .vfs = o.vfs};
}

result<void> write_header(sqlite::database& db, const segment_header& h) {
  JB_TRY(auto transaction, sqlite::transaction::begin(db));
  JB_CHECK(db.execute(schema));
  JB_TRY(auto insert, db.prepare("INSERT INTO header VALUES(?1,?2,?3,?4,0,0,?5,0)"));
  insert.bind(1, h.format);
  insert.bind(2, h.node);
  insert.bind(3, h.epoch);
  insert.bind(4, static_cast<std::int64_t>(h.number));
  insert.bind(5, to_unix_ms(h.created_at));
  JB_CHECK(insert.run());
  return transaction.commit();
}

}  // namespace

std::filesystem::path segment_path(const std::filesystem::path& directory, std::uint64_t number) {
  char name[40];
  std::snprintf(name, sizeof name, "segment-%08llu.db", static_cast<unsigned long long>(number));
  return directory / name;
}

result<void> remove_segment(file_system& files, const std::filesystem::path& file) {
  JB_FAILPOINT("journal.before_unlink");
  JB_CHECK(files.remove(file));
  JB_FAILPOINT("journal.after_unlink");
  JB_CHECK(files.remove(file.string() + "-wal"));
  JB_CHECK(files.remove(file.string() + "-shm"));
  return files.sync_directory(file.parent_path());
}

segment::segment(sqlite::database db, std::uint64_t bytes) : database_(std::move(db)), bytes_(bytes) {}

result<segment> segment::create(const std::filesystem::path& file, const segment_header& header, const options& o) {
  JB_CHECK(remove_segment(*o.files, file));
  JB_TRY(auto db, sqlite::database::open(file, writer_options(sqlite::access::create, o)));
  // SQLite gives WAL and shared memory the mode of the file.
  o.files->make_private(file);
  JB_CHECK(db.use_durable_wal(page_size, 0));
  JB_CHECK(write_header(db, header));
  JB_CHECK(o.files->sync_directory(file.parent_path()));
  segment made(std::move(db), 0);
  JB_CHECK(made.prepare());
  return made;
}

result<segment> segment::reopen(const std::filesystem::path& file, const options& o) {
  JB_TRY(auto db, sqlite::database::open(file, writer_options(sqlite::access::read_write, o)));
  JB_CHECK(db.use_durable_wal(page_size, 0));
  JB_TRY(const auto pages, db.query_int("PRAGMA page_count"));
  segment opened(std::move(db), static_cast<std::uint64_t>(pages) * page_size);
  JB_CHECK(opened.prepare());
  return opened;
}

result<void> segment::prepare() {
  JB_TRY(insert_, database_.prepare(insert_row));
  JB_TRY(insert_tally_, database_.prepare("INSERT OR REPLACE INTO tally VALUES(?1,?2,?3)"));
  return {};
}

result<void> segment::begin(std::uint64_t first, time_point at) {
  JB_TRY(auto update, database_.prepare("UPDATE header SET first_sequence=?1, begun_at=?2"));
  update.bind(1, static_cast<std::int64_t>(first));
  update.bind(2, to_unix_ms(at));
  return update.run();
}

result<void> segment::put(std::uint64_t sequence, const entry& e) {
  bind_row(insert_, sequence, e);
  JB_CHECK(insert_.run());
  bytes_ += row_bytes(e);
  return {};
}

result<void> segment::put_tally(std::uint64_t through, const tally& accepted) {
  for (const auto& [source, events] : accepted) {
    insert_tally_.bind(1, static_cast<std::int64_t>(through));
    insert_tally_.bind(2, source);
    insert_tally_.bind(3, static_cast<std::int64_t>(events));
    JB_CHECK(insert_tally_.run());
  }
  return {};
}

result<void> segment::touch() {
  JB_TRY(auto transaction, sqlite::transaction::begin(database_));
  JB_CHECK(database_.execute("UPDATE header SET number=number"));
  return transaction.commit();
}

result<void> segment::checkpoint_when_due() {
  if (database_.wal_frames() < checkpoint_pages) return {};
  JB_FAILPOINT("journal.before_checkpoint");
  JB_TRY([[maybe_unused]] const auto state, database_.checkpoint());
  JB_FAILPOINT("journal.after_checkpoint");
  return {};
}

result<bool> segment::seal() {
  JB_TRY(const auto state, database_.checkpoint_and_truncate());
  return !state.busy;
}

}  // namespace jembatan::journal

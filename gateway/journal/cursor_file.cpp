#include "journal/cursor_file.hpp"

#include "base/failpoint.hpp"
#include "journal/damage.hpp"
#include "sqlite/transaction.hpp"

namespace jembatan::journal {
namespace {

constexpr std::int64_t cursor_format = 1;
constexpr int page_size = 4096;
constexpr int checkpoint_pages = 250;

constexpr auto schema = R"(
CREATE TABLE cursor(id INTEGER PRIMARY KEY CHECK(id=1), format INTEGER NOT NULL, epoch TEXT NOT NULL,
  sequence INTEGER NOT NULL, newest_segment INTEGER NOT NULL);
CREATE TABLE published(source TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
)";

// Younger than format 1, which may lack them: older versions ignore them.
constexpr auto younger_tables = R"(
CREATE TABLE IF NOT EXISTS removed(number INTEGER PRIMARY KEY, first_sequence INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL, removed_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS service(id INTEGER PRIMARY KEY CHECK(id=1), passed INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS begun(number INTEGER PRIMARY KEY, service INTEGER NOT NULL);
)";

}  // namespace

result<std::unique_ptr<cursor_file>> cursor_file::open(const options& o, const std::string& make_with_epoch) {
  const auto file = o.directory / "cursor.db";
  const bool may_make = !make_with_epoch.empty();
  if (!may_make && !o.files->exists(file)) return damaged(file, "it is missing beside its segments");
  auto db = sqlite::database::open(file, {.mode = sqlite::access::create, .vfs = o.vfs});
  if (db.has_error()) return explain_damage(std::move(db).error(), file);
  if (auto wal = db->use_durable_wal(page_size, checkpoint_pages); wal.has_error())
    return explain_damage(std::move(wal).error(), file);
  std::unique_ptr<cursor_file> opened(new cursor_file(std::move(*db)));
  auto made = opened->database_.query_int("SELECT count(*) FROM sqlite_master WHERE name='cursor'");
  if (made.has_error()) return explain_damage(std::move(made).error(), file);
  if (*made == 0) {
    if (!may_make) return damaged(file, "it holds no cursor");
    JB_CHECK(opened->make(*o.files, make_with_epoch));
    JB_CHECK(o.files->sync_directory(file.parent_path()));
  }
  JB_CHECK(opened->database_.execute(younger_tables));
  return opened;
}

result<void> cursor_file::make(file_system& files, const std::string& epoch) {
  files.make_private(database_.file());
  JB_TRY(auto transaction, sqlite::transaction::begin(database_));
  JB_CHECK(database_.execute(schema));
  JB_TRY(auto insert, database_.prepare("INSERT INTO cursor VALUES(1,?1,?2,0,0)"));
  insert.bind(1, cursor_format);
  insert.bind(2, epoch);
  JB_CHECK(insert.run());
  return transaction.commit();
}

result<cursor_state> cursor_file::load() {
  const std::lock_guard lock(mutex_);
  cursor_state state;
  JB_TRY(auto query, database_.prepare("SELECT format,epoch,sequence,newest_segment FROM cursor"));
  JB_TRY(bool found, query.step());
  if (!found) return damaged(database_.file(), "it holds no cursor");
  if (query.integer(0) > cursor_format)
    return error{errc::unsupported,
                 database_.file().string() + " has a newer format: install the version that wrote it"};
  state.epoch = query.text(1);
  state.sequence = static_cast<std::uint64_t>(query.integer(2));
  state.newest_segment = static_cast<std::uint64_t>(query.integer(3));
  JB_TRY(auto sources, database_.prepare("SELECT source,n FROM published"));
  JB_TRY(found, sources.step());
  while (found) {
    state.published[std::string(sources.text(0))] = static_cast<std::uint64_t>(sources.integer(1));
    JB_TRY(found, sources.step());
  }
  JB_CHECK(load_ages(state));
  return state;
}

result<void> cursor_file::load_ages(cursor_state& state) {
  JB_TRY(auto service, database_.prepare("SELECT passed FROM service"));
  JB_TRY(bool found, service.step());
  if (found) state.service = duration{service.integer(0)};
  JB_TRY(auto segments, database_.prepare("SELECT number,service FROM begun"));
  JB_TRY(found, segments.step());
  while (found) {
    state.begun[static_cast<std::uint64_t>(segments.integer(0))] = duration{segments.integer(1)};
    JB_TRY(found, segments.step());
  }
  return {};
}

duration cursor_state::begun_of(std::uint64_t segment) const {
  const auto known = begun.find(segment);
  return known == begun.end() ? service : known->second;
}

result<void> cursor_file::note_service(duration service, const std::vector<segment_range>& begun, std::uint64_t first) {
  const std::lock_guard lock(mutex_);
  JB_TRY(auto transaction, sqlite::transaction::begin(database_));
  JB_TRY(auto passed, database_.prepare("INSERT OR REPLACE INTO service VALUES(1,?1)"));
  passed.bind(1, static_cast<std::int64_t>(service.count()));
  JB_CHECK(passed.run());
  JB_TRY(auto put, database_.prepare("INSERT OR IGNORE INTO begun VALUES(?1,?2)"));
  for (const auto& s : begun) {
    put.bind(1, static_cast<std::int64_t>(s.number));
    put.bind(2, static_cast<std::int64_t>(s.begun.count()));
    JB_CHECK(put.run());
  }
  JB_TRY(auto drop, database_.prepare("DELETE FROM begun WHERE number<?1"));
  drop.bind(1, static_cast<std::int64_t>(first));
  JB_CHECK(drop.run());
  JB_FAILPOINT("journal.service_before_commit");
  JB_CHECK(transaction.commit());
  JB_FAILPOINT("journal.service_after_commit");
  return {};
}

result<void> cursor_file::advance(std::uint64_t through, const tally& published) {
  const std::lock_guard lock(mutex_);
  JB_TRY(auto transaction, sqlite::transaction::begin(database_));
  JB_TRY(auto move, database_.prepare("UPDATE cursor SET sequence=max(sequence,?1)"));
  move.bind(1, static_cast<std::int64_t>(through));
  JB_CHECK(move.run());
  JB_TRY(auto add, database_.prepare("INSERT INTO published VALUES(?1,?2) ON CONFLICT(source) DO UPDATE SET n=n+?2"));
  for (const auto& [source, events] : published) {
    add.bind(1, source);
    add.bind(2, static_cast<std::int64_t>(events));
    JB_CHECK(add.run());
  }
  JB_FAILPOINT("journal.cursor_before_commit");
  JB_CHECK(transaction.commit());
  JB_FAILPOINT("journal.cursor_after_commit");
  return {};
}

result<void> cursor_file::register_segment(std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  JB_TRY(auto transaction, sqlite::transaction::begin(database_));
  JB_TRY(auto update, database_.prepare("UPDATE cursor SET newest_segment=?1"));
  update.bind(1, static_cast<std::int64_t>(number));
  JB_CHECK(update.run());
  return transaction.commit();
}

result<void> cursor_file::register_removal(const segment_range& s, time_point now) {
  const std::lock_guard lock(mutex_);
  JB_TRY(auto transaction, sqlite::transaction::begin(database_));
  JB_TRY(auto put, database_.prepare("INSERT OR REPLACE INTO removed VALUES(?1,?2,?3,?4)"));
  put.bind(1, static_cast<std::int64_t>(s.number));
  put.bind(2, static_cast<std::int64_t>(s.first));
  put.bind(3, static_cast<std::int64_t>(s.last));
  put.bind(4, to_unix_ms(now));
  JB_CHECK(put.run());
  return transaction.commit();
}

result<std::optional<time_point>> cursor_file::removed_at(std::uint64_t sequence) {
  const std::lock_guard lock(mutex_);
  JB_TRY(auto query,
         database_.prepare("SELECT removed_at FROM removed WHERE first_sequence<=?1 AND ?1<=last_sequence LIMIT 1"));
  query.bind(1, static_cast<std::int64_t>(sequence));
  JB_TRY(const bool found, query.step());
  if (!found) return std::optional<time_point>();
  return std::optional(from_unix_ms(query.integer(0)));
}

}  // namespace jembatan::journal

#include "eventlog/embedded/topic_table.hpp"

#include "base/failpoint.hpp"
#include "base/hex.hpp"

namespace jembatan::eventlog::embedded {
namespace {

result<std::int64_t> single(sqlite::statement& query) {
  const sqlite::reset_guard guard(query);
  JB_TRY(const bool row, query.step());
  return row && !query.is_null(0) ? query.integer(0) : std::int64_t{0};
}

std::string string_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

topic_table::topic_table(sqlite::database& d, std::int64_t id)
    : database_(&d), name_("message_" + std::to_string(id)) {}

result<topic_table> topic_table::open(sqlite::database& d, std::string_view topic) {
  JB_TRY(auto query, d.prepare("SELECT id FROM topic WHERE name=?1"));
  query.bind(1, topic);
  JB_TRY(const bool known, query.step());
  if (!known) return error{errc::not_found, "no message was ever appended to " + std::string(topic)};
  topic_table table(d, query.integer(0));
  JB_CHECK(table.prepare());
  return table;
}

result<topic_table> topic_table::create(sqlite::database& d, std::string_view topic) {
  JB_TRY(auto insert, d.prepare("INSERT INTO topic(name) VALUES(?1)"));
  insert.bind(1, topic);
  JB_CHECK(insert.run());
  JB_TRY(const auto id, d.query_int("SELECT last_insert_rowid()"));
  topic_table table(d, id);
  // "offset" as the rowid: messages lie in the order in which they are read, and the value beside its key.
  JB_CHECK(
      d.execute("CREATE TABLE " + table.name_ +
                "(offset INTEGER PRIMARY KEY, appended_at INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL)"));
  JB_CHECK(table.prepare());
  return table;
}

result<void> topic_table::prepare() {
  JB_TRY(put_, database_->prepare("INSERT INTO " + name_ + " VALUES(?1,?2,?3,?4)"));
  JB_TRY(read_,
         database_->prepare("SELECT offset,appended_at,key,value FROM " + name_ + " WHERE offset>=?1 ORDER BY offset"));
  JB_TRY(next_, database_->prepare("SELECT max(offset)+1 FROM " + name_));
  JB_TRY(first_, database_->prepare("SELECT min(offset) FROM " + name_));
  return {};
}

result<std::int64_t> topic_table::next() {
  return single(next_);
}

result<std::int64_t> topic_table::first() {
  return single(first_);
}

result<void> topic_table::put(std::int64_t offset, time_point at, const message& m) {
  put_.bind(1, offset);
  put_.bind(2, to_unix_ms(at));
  put_.bind_blob(3, as_bytes(m.key));
  put_.bind_blob(4, as_bytes(m.value));
  return put_.run();
}

result<slice> topic_table::read(std::int64_t from, read_limit limit) {
  slice found;
  found.next = from;
  read_.bind(1, from);
  const sqlite::reset_guard guard(read_);
  std::size_t bytes = 0;
  while (found.messages.size() < limit.rows) {
    JB_TRY(const bool row, read_.step());
    if (!row) break;
    const auto key = read_.blob(2);
    const auto value = read_.blob(3);
    bytes += key.size() + value.size();
    if (!found.messages.empty() && bytes > limit.bytes) break;
    found.messages.push_back({read_.integer(0), from_unix_ms(read_.integer(1)), string_of(key), string_of(value)});
    found.next = found.messages.back().offset + 1;
  }
  return found;
}

result<std::uint64_t> topic_table::trim(time_point before, std::int64_t unread, std::size_t rows) {
  // Only a prefix goes: where the clock stepped back, an old message behind a young one waits for it.
  JB_TRY(auto query,
         database_->prepare("SELECT offset,appended_at FROM " + name_ + " WHERE offset<(SELECT max(offset) FROM " +
                            name_ + ") AND offset<?2 ORDER BY offset LIMIT ?1"));
  query.bind(1, static_cast<std::int64_t>(rows));
  query.bind(2, unread);
  std::uint64_t old = 0;
  std::int64_t through = 0;
  JB_TRY(bool row, query.step());
  while (row && query.integer(1) < to_unix_ms(before)) {
    ++old;
    through = query.integer(0);
    JB_TRY(row, query.step());
  }
  query.reset();
  if (old == 0) return old;
  JB_TRY(auto remove, database_->prepare("DELETE FROM " + name_ + " WHERE offset<=?1"));
  remove.bind(1, through);
  JB_FAILPOINT("eventlog.before_trim");
  JB_CHECK(remove.run());
  return old;
}

}  // namespace jembatan::eventlog::embedded

#pragma once
// The table of one topic: its statements on one connection. One thread at a time.
#include <optional>

#include "eventlog/event_log.hpp"
#include "sqlite/database.hpp"

namespace jembatan::eventlog::embedded {

class topic_table {
 public:
  // not_found when the topic has never been appended to.
  static result<topic_table> open(sqlite::database&, std::string_view topic);
  // Within a transaction.
  static result<topic_table> create(sqlite::database&, std::string_view topic);

  // Offset of the next message.
  result<std::int64_t> next();
  // Offset of the oldest message that is still there.
  result<std::int64_t> first();
  result<void> put(std::int64_t offset, time_point, const message&);
  result<slice> read(std::int64_t from, read_limit);
  // As event_log::trim. The newest message stays, since the next offset is counted from it, and all from `unread` on.
  result<std::uint64_t> trim(time_point before, std::int64_t unread, std::size_t rows);

 private:
  topic_table(sqlite::database&, std::int64_t id);
  result<void> prepare();

  sqlite::database* database_;
  std::string name_;
  sqlite::statement put_;
  sqlite::statement read_;
  sqlite::statement next_;
  sqlite::statement first_;
};

}  // namespace jembatan::eventlog::embedded

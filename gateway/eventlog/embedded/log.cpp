#include "eventlog/embedded/log.hpp"

#include <limits>
#include <map>
#include <mutex>

#include "base/failpoint.hpp"
#include "eventlog/embedded/retention.hpp"
#include "eventlog/embedded/topic_table.hpp"
#include "sqlite/transaction.hpp"

namespace jembatan::eventlog::embedded {
namespace {

constexpr std::int64_t log_format = 1;
constexpr int page_size = 16384;
constexpr int checkpoint_pages = 250;
constexpr std::uint64_t check_whole_up_to = 16U << 20U;
constexpr std::size_t most_topics = 64;

constexpr auto schema = R"(
CREATE TABLE meta(format INTEGER NOT NULL, epoch TEXT NOT NULL);
CREATE TABLE topic(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
)";

error damaged(const std::filesystem::path& file, const std::string& what) {
  return {errc::corrupt,
          file.string() + " is damaged: " + what +
              "; nothing was changed. Put the file back from a backup of the same time as the ledger's, or "
              "move it and the ledger away together and replay from the journal"};
}

template <class T>
result<T> explained(result<T> outcome, const std::filesystem::path& file) {
  if (outcome.has_error() && outcome.error().is(errc::corrupt)) return damaged(file, outcome.error().context);
  return outcome;
}

using tables = std::map<std::string, topic_table, std::less<>>;

class sqlite_log final : public log {
 public:
  sqlite_log(const options& o, const clock& c, std::string epoch, sqlite::database write, sqlite::database read)
      : file_(o.file),
        clock_(c),
        epoch_(std::move(epoch)),
        write_(std::move(write)),
        read_(std::move(read)),
        retention_(*this, o.keep) {}

  result<void> append(std::span<const message> batch) override {
    if (batch.empty()) return {};
    const std::lock_guard lock(write_mutex_);
    auto outcome = explained(append_locked(batch), file_);
    // A table that was made by a transaction that failed is gone with it.
    if (outcome.has_error()) write_tables_.clear();
    return outcome;
  }

  result<slice> read(std::string_view topic, std::int32_t partition, std::int64_t from, read_limit limit) override {
    if (partition != 0) return error{errc::invalid, "the embedded event log has partition 0 only"};
    if (from < 0) return error{errc::invalid, "offsets begin at 0"};
    if (limit.rows == 0) limit.rows = 1;
    const std::lock_guard lock(read_mutex_);
    if (const auto view = views_.find(topic); view != views_.end()) return view->second->read(from, limit);
    return explained(read_locked(topic, from, limit), file_);
  }

  std::vector<std::int32_t> partitions(std::string_view) override { return {0}; }
  std::string epoch() const override { return epoch_; }

  result<std::uint64_t> trim(time_point before, std::size_t rows) override {
    const std::lock_guard lock(write_mutex_);
    return explained(trim_locked(before, rows), file_);
  }

  void set_view(std::string_view topic, topic_view* view) override {
    const std::scoped_lock lock(write_mutex_, read_mutex_);
    views_.insert_or_assign(std::string(topic), view);
  }

  void keep_unread(needed_from ask) override {
    const std::lock_guard lock(write_mutex_);
    needed_from_ = std::move(ask);
  }

  stage& retention() override { return retention_; }

 private:
  result<topic_table*> table_for_append(const std::string& topic) {
    if (views_.contains(topic)) return error{errc::invalid, topic + " is a view and cannot be appended to"};
    if (const auto known = write_tables_.find(topic); known != write_tables_.end()) return &known->second;
    auto opened = topic_table::open(write_, topic);
    if (opened.has_error() && opened.error().is(errc::not_found)) {
      JB_TRY(const auto topics, write_.query_int("SELECT count(*) FROM topic"));
      if (static_cast<std::size_t>(topics) >= most_topics)
        return error{errc::full, file_.string() + " holds " + std::to_string(topics) + " topics already"};
      opened = topic_table::create(write_, topic);
    }
    if (opened.has_error()) return std::move(opened).error();
    return &write_tables_.emplace(topic, std::move(*opened)).first->second;
  }

  result<void> append_locked(std::span<const message> batch) {
    JB_TRY(auto transaction, sqlite::transaction::begin(write_));
    const auto now = clock_.now();
    std::map<topic_table*, std::int64_t> next;
    for (const auto& m : batch) {
      JB_TRY(auto* table, table_for_append(m.topic));
      auto at = next.find(table);
      if (at == next.end()) {
        JB_TRY(const auto offset, table->next());
        at = next.emplace(table, offset).first;
      }
      JB_CHECK(table->put(at->second++, now, m));
    }
    JB_FAILPOINT("eventlog.before_commit");
    JB_CHECK(transaction.commit());
    JB_FAILPOINT("eventlog.after_commit");
    return {};
  }

  result<slice> read_locked(std::string_view topic, std::int64_t from, read_limit limit) {
    auto known = read_tables_.find(topic);
    if (known == read_tables_.end()) {
      auto opened = topic_table::open(read_, topic);
      if (opened.has_error() && opened.error().is(errc::not_found)) return slice{{}, from};
      if (opened.has_error()) return std::move(opened).error();
      known = read_tables_.emplace(std::string(topic), std::move(*opened)).first;
    }
    auto& table = known->second;
    JB_TRY(auto found, table.read(from, limit));
    // A step in the offsets at its beginning is no gap but what trim took.
    if (!found.messages.empty() && found.messages.front().offset > from) {
      JB_TRY(const auto first, table.first());
      if (from < first) return trimmed(topic, from, first);
    }
    return found;
  }

  error trimmed(std::string_view topic, std::int64_t from, std::int64_t first) const {
    return {errc::corrupt,
            file_.string() + " no longer holds offset " + std::to_string(from) + " of " + std::string(topic) +
                ": it begins at " + std::to_string(first) +
                ". The reader was away for longer than the log keeps messages: restore the ledger of the "
                "same time, or replay from the journal and set the reader's position to " +
                std::to_string(first)};
  }

  result<std::uint64_t> trim_locked(time_point before, std::size_t rows) {
    std::vector<std::string> topics;
    {
      JB_TRY(auto names, write_.prepare("SELECT name FROM topic"));
      JB_TRY(bool row, names.step());
      while (row) {
        topics.emplace_back(names.text(0));
        JB_TRY(row, names.step());
      }
    }
    std::uint64_t removed = 0;
    for (const auto& topic : topics) {
      if (removed >= rows) break;
      JB_TRY(auto table, topic_table::open(write_, topic));
      auto unread = std::numeric_limits<std::int64_t>::max();
      if (needed_from_) {
        JB_TRY(unread, needed_from_(topic));
      }
      JB_TRY(const auto n, table.trim(before, unread, rows - removed));
      JB_FAILPOINT("eventlog.after_trim");
      removed += n;
    }
    return removed;
  }

  const std::filesystem::path file_;
  const clock& clock_;
  const std::string epoch_;
  std::mutex write_mutex_;
  std::mutex read_mutex_;
  sqlite::database write_;
  sqlite::database read_;
  tables write_tables_;
  tables read_tables_;
  std::map<std::string, topic_view*, std::less<>> views_;
  needed_from needed_from_;
  class retention retention_;
};

result<void> make(sqlite::database& db, file_system& files, const std::string& epoch) {
  files.make_private(db.file());
  JB_TRY(auto transaction, sqlite::transaction::begin(db));
  JB_CHECK(db.execute(schema));
  JB_TRY(auto insert, db.prepare("INSERT INTO meta VALUES(?1,?2)"));
  insert.bind(1, log_format);
  insert.bind(2, epoch);
  JB_CHECK(insert.run());
  return transaction.commit();
}

result<std::string> check(sqlite::database& db, std::uint64_t bytes) {
  if (bytes <= check_whole_up_to) JB_CHECK(db.quick_check());
  JB_TRY(const auto format, db.query_int("SELECT format FROM meta"));
  if (format > log_format)
    return error{errc::unsupported, db.file().string() + " has a newer format: install the version that wrote it"};
  return db.query_text("SELECT epoch FROM meta");
}

result<std::unique_ptr<log>> open_explained(const options& o, const clock& c, random_source& random) {
  JB_TRY(auto write, sqlite::database::open(o.file, {.mode = sqlite::access::create, .vfs = o.vfs}));
  JB_CHECK(write.use_durable_wal(page_size, checkpoint_pages));
  JB_TRY(const auto made, write.query_int("SELECT count(*) FROM sqlite_master"));
  constexpr std::size_t epoch_bytes = 8;
  if (made == 0) JB_CHECK(make(write, *o.files, random.hex(epoch_bytes)));
  JB_TRY(const auto bytes, o.files->size(o.file));
  JB_TRY(auto epoch, check(write, bytes));
  JB_TRY(auto read, sqlite::database::open(o.file, {.mode = sqlite::access::read_only, .vfs = o.vfs}));
  return std::unique_ptr<log>(std::make_unique<sqlite_log>(o, c, std::move(epoch), std::move(write), std::move(read)));
}

}  // namespace

result<std::unique_ptr<log>> open(const options& o, const clock& c, random_source& random) {
  return explained(open_explained(o, c, random), o.file);
}

}  // namespace jembatan::eventlog::embedded

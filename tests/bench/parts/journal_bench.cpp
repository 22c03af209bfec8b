// Bodies made durable by the journal, beside two ways that do less: rows of the same size in batches of the same size
// through SQLite alone, and their bytes appended to a file with one fdatasync(2) for each batch. Wall time: the disk is
// a part of it.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

#include "journal/journal.hpp"
#include "parts/bodies.hpp"
#include "parts/directory.hpp"
#include "sqlite/database.hpp"
#include "sqlite/transaction.hpp"

namespace jembatan::bench {
namespace {

const std::string& body() {
  static const auto text = participant_body("joined", 1, "2026-03-16T01:00:01Z");
  return text;
}

// Counts callbacks; the bench waits for as many as it sent.
class answers {
 public:
  void one(bool good) {
    const std::lock_guard hold(mutex_);
    failed_ = failed_ || !good;
    ++count_;
    changed_.notify_one();
  }
  // False when one of them was no receipt.
  bool wait_for(std::int64_t n) {
    std::unique_lock hold(mutex_);
    changed_.wait(hold, [&] { return count_ >= n; });
    count_ = 0;
    return !failed_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t count_ = 0;
  bool failed_ = false;
};

void ours(benchmark::State& state) {
  const directory here;
  const system_clock clock;
  system_random random;
  metrics::registry registry;
  journal::options o;
  o.directory = here.path() / "journal";
  auto opened = journal::journal::open(o, "bench", clock, random, registry);
  if (opened.has_error()) return state.SkipWithError(opened.error().message().c_str());
  answers got;
  for (auto _ : state) {
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      auto e = (*opened)->blank();
      e.source = "zoom-bench";
      e.received_at = clock.now();
      e.peer = "203.0.113.7";
      e.tls = "TLSv1.3";
      e.identities.push_back({});
      e.body = body();
      (*opened)->append(std::move(e), false, [&got](const result<receipt>& r) { got.one(r.has_value()); });
    }
    if (!got.wait_for(state.range(0))) return state.SkipWithError("not stored");
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

result<void> store(sqlite::database& db, sqlite::statement& insert, std::int64_t& n, std::int64_t rows) {
  JB_TRY(auto transaction, sqlite::transaction::begin(db));
  for (std::int64_t i = 0; i < rows; ++i) {
    insert.bind(1, ++n);
    insert.bind_blob(2, as_bytes(body()));
    JB_CHECK(insert.run());
  }
  return transaction.commit();
}

result<std::int64_t> store_all(benchmark::State& state, const std::filesystem::path& file) {
  JB_TRY(auto db, sqlite::database::open(file));
  JB_CHECK(db.use_durable_wal(16384, 250));
  JB_CHECK(db.execute("CREATE TABLE row(n INTEGER PRIMARY KEY, body BLOB NOT NULL)"));
  JB_TRY(auto insert, db.prepare("INSERT INTO row VALUES(?1,?2)"));
  std::int64_t n = 0;
  for (auto _ : state) JB_CHECK(store(db, insert, n, state.range(0)));
  return n;
}

void raw_sqlite(benchmark::State& state) {
  const directory here;
  const auto stored = store_all(state, here.path() / "raw.db");
  if (stored.has_error()) return state.SkipWithError(stored.error().message().c_str());
  state.SetItemsProcessed(*stored);
}

void append_and_sync(benchmark::State& state) {
  const directory here;
  const int file = ::open((here.path() / "raw").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  std::string batch;
  for (std::int64_t i = 0; i < state.range(0); ++i) batch += body();
  for (auto _ : state) {
    const bool written = ::write(file, batch.data(), batch.size()) == static_cast<ssize_t>(batch.size());
    if (!written || ::fdatasync(file) != 0) {
      state.SkipWithError("not written");
      break;
    }
  }
  ::close(file);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

const bool registered = [] {
  for (const std::int64_t rows : {1, 64}) {
    const auto name = "journal/" + std::to_string(rows) + " at once/";
    benchmark::RegisterBenchmark((name + "ours").c_str(), ours)->Arg(rows)->UseRealTime();
    benchmark::RegisterBenchmark((name + "SQLite alone").c_str(), raw_sqlite)->Arg(rows)->UseRealTime();
    benchmark::RegisterBenchmark((name + "append and fdatasync").c_str(), append_and_sync)->Arg(rows)->UseRealTime();
  }
  return true;
}();

}  // namespace
}  // namespace jembatan::bench

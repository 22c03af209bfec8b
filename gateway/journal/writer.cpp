#include "journal/writer.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include "base/failpoint.hpp"
#include "base/log_limit.hpp"
#include "journal/row.hpp"
#include "sqlite/transaction.hpp"

namespace jembatan::journal {
namespace {

// One commit takes at most so much: more makes the last sender wait without making a row cheaper.
constexpr std::size_t most_rows = 4096;
constexpr std::size_t most_bytes = 8 * MiB;
// A tally this often bounds what start has to count row by row.
constexpr std::uint64_t tally_rows = 4096;
constexpr std::uint64_t tally_bytes = 4 * MiB;
constexpr auto trouble_lasts = std::chrono::seconds{5};

// Below the reactors: while they work, more bodies gather for one sync (facts/performance.md: batches of 18 become 95).
void step_behind_reactors() {
  constexpr int niceness = 10;
  static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness));
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

void verdict::good() {
  const std::lock_guard lock(mutex_);
  trouble_.reset();
}

void verdict::bad(error e, time_point now) {
  const std::lock_guard lock(mutex_);
  static log::limited lines;  // a disk may fail every other time
  if (!trouble_) lines.error("journal", "bodies cannot be stored", {}, {{"error", e.message()}});
  trouble_ = std::move(e);
  since_ = now;
}

result<void> verdict::at(time_point now) const {
  const std::lock_guard lock(mutex_);
  if (trouble_ && now >= since_ && now - since_ < trouble_lasts) return *trouble_;
  return {};
}

writer::writer(surroundings around, rotation r, std::uint64_t last, tally accepted)
    : around_(std::move(around)),
      inbox_(around_.opts.queue.bytes),
      rotation_(std::move(r)),
      last_(last),
      accepted_(std::move(accepted)) {}

writer::~writer() {
  inbox_.close();
  if (thread_.joinable()) thread_.join();
}

void writer::start() {
  thread_ = std::thread([this] { run(); });
}

void writer::run() {
  step_behind_reactors();
  for (;;) {
    auto next = inbox_.take(most_rows, most_bytes);
    if (next.ended) break;
    for (auto& r : next.refusals) {
      around_.meter.refused_queue.add();
      r.done(std::move(r.why));
    }
    if (next.bodies.empty()) continue;
    std::size_t bytes = 0;
    for (const auto& w : next.bodies) bytes += w.bytes;
    const auto now = around_.time.now();
    refuse_late_and_poor(next.bodies, now);
    if (!next.bodies.empty()) write(std::move(next.bodies), now);
    inbox_.release(bytes);
    around_.meter.queue_bytes.set(static_cast<double>(inbox_.bytes()));
    rotation_.tend(now);
  }
  rotation_.close(last_, accepted_);
}

void writer::refuse_late_and_poor(std::vector<waiting>& bodies, time_point now) {
  const auto free = around_.free.bytes(now);
  around_.meter.free_bytes.set(static_cast<double>(free));
  const bool poor = free < around_.opts.reserve.bytes;
  const auto refused = [&](waiting& w) {
    if (now - w.since > around_.opts.append_deadline) {
      around_.meter.refused_deadline.add();
      w.done(error{errc::timeout, "the body waited too long for the journal and was not stored"});
      return true;
    }
    if (poor && !w.may_use_reserve) {
      around_.meter.refused_reserve.add();
      w.done(error{errc::full, "the journal's disk is down to its reserve"});
      return true;
    }
    return false;
  };
  bodies.erase(std::remove_if(bodies.begin(), bodies.end(), refused), bodies.end());
}

void writer::write(std::vector<waiting> bodies, time_point now) {
  auto target = rotation_.for_batch(now);
  if (target.has_error()) {
    fail(std::move(bodies), target.error(), now);
    return;
  }
  staged batch{std::move(bodies), {}, 0};
  for (const auto& w : batch.bodies) {
    batch.events[w.what.source] += w.what.identities.size();
    batch.bytes += w.bytes;
  }
  const auto begin = std::chrono::steady_clock::now();
  if (auto stored = store(*target, batch, now); stored.has_error()) {
    // A full disk leaves the file whole (the transaction is gone); after any other failure nobody knows what is in it.
    if (!stored.error().is(errc::full)) leave(*target, now);
    fail(std::move(batch.bodies), stored.error(), now);
    return;
  }
  around_.meter.commit_seconds.observe(seconds_since(begin));
  keep(*target, std::move(batch), now);
}

void writer::leave(const rotation::target& t, time_point now) {
  rotation_.abandon(t);
  // Known as empty, so that retention takes it in its turn and leaves no gap in the numbers.
  if (t.fresh) around_.segments.add({t.number, 0, 0, now});
}

result<void> writer::store(const rotation::target& t, const staged& batch, time_point now) {
  auto& file = *t.file;
  JB_TRY(auto transaction, sqlite::transaction::begin(file.database()));
  if (t.fresh) JB_CHECK(file.begin(last_ + 1, now));
  if (t.fresh || rows_since_tally_ >= tally_rows || bytes_since_tally_ >= tally_bytes)
    JB_CHECK(file.put_tally(last_, accepted_));
  auto sequence = last_;
  for (const auto& w : batch.bodies) JB_CHECK(file.put(++sequence, w.what));
  JB_FAILPOINT("journal.before_commit");
  if (JB_FAILPOINT_ERROR("journal.commit_error")) return error{errc::io, "commit failed at a failpoint"};
  JB_CHECK(transaction.commit());
  JB_FAILPOINT("journal.after_commit");
  return {};
}

void writer::keep(const rotation::target& t, staged batch, time_point now) {
  const auto first = last_ + 1;
  last_ += batch.bodies.size();
  for (const auto& [source, events] : batch.events) accepted_[source] += events;
  const bool tallied = t.fresh || rows_since_tally_ >= tally_rows || bytes_since_tally_ >= tally_bytes;
  rows_since_tally_ = (tallied ? 0 : rows_since_tally_) + batch.bodies.size();
  bytes_since_tally_ = (tallied ? 0 : bytes_since_tally_) + batch.bytes;
  // Counted before it can be read: the depth must not go below zero.
  around_.counts.stored(batch.events);
  if (t.fresh) {
    rotation_.begun(now);
    around_.segments.add({t.number, first, last_, now});
    around_.meter.segments.set(static_cast<double>(around_.segments.size()));
    log::info("journal", "segment begun", {{"segment", t.number}, {"first", first}});
  } else {
    around_.segments.extend(last_);
  }
  around_.meter.commits.add();
  around_.meter.batch_rows.observe(static_cast<double>(batch.bodies.size()));
  verdict_.good();
  JB_FAILPOINT("journal.before_callback");
  auto sequence = first;
  for (auto& w : batch.bodies) w.done(receipt{around_.who.node, around_.who.epoch, sequence++});
  if (on_commit_) on_commit_();
}

void writer::fail(std::vector<waiting> bodies, const error& why, time_point now) {
  const bool full = why.is(errc::full);
  (full ? around_.meter.refused_disk : around_.meter.refused_io).add(static_cast<double>(bodies.size()));
  verdict_.bad(why, now);
  // One kind for the sender's side: io or full.
  for (auto& w : bodies) w.done(error{full ? errc::full : errc::io, why.context});
}

}  // namespace jembatan::journal

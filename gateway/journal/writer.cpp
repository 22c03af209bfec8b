#include "journal/writer.hpp"

#include <pthread.h>

#include <algorithm>

#include "base/failpoint.hpp"
#include "base/log_limit.hpp"
#include "base/wake_up.hpp"
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
// While bodies cannot be stored and none comes, the writer finds out this often whether they could.
constexpr auto between_attempts = std::chrono::seconds{1};
// Each failure that is not a full disk can cost a segment: after so many in a row one attempt in that time has to do,
// or a disk that fails half of the time would be littered with them.
constexpr int failures_at_once = 3;

// A commit costs the processor as much as some twenty rows do, so under load it waits a moment for more of them. A low
// priority of this thread would gather as many (facts/performance.md), but on a machine with other work it makes every
// sender wait for all of that: measured, a thirtieth of the rate. Where little comes, nothing waits.
constexpr std::size_t most_to_gather = 64;
constexpr std::chrono::microseconds gather_for{250};

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

void verdict::good() {
  const std::lock_guard lock(mutex_);
  if (trouble_) log::info("journal", "bodies can be stored again");
  trouble_.reset();
}

void verdict::bad(error e) {
  const std::lock_guard lock(mutex_);
  static log::limited lines;  // a disk may fail every other time
  if (!trouble_) lines.error("journal", "bodies cannot be stored", {}, {{"error", e.message()}});
  trouble_ = std::move(e);
}

result<void> verdict::now() const {
  const std::lock_guard lock(mutex_);
  if (trouble_) return *trouble_;
  return {};
}

writer::writer(surroundings around, rotation r, std::uint64_t last, tally accepted)
    : around_(std::move(around)),
      inbox_(around_.opts.queue.bytes),
      rotation_(std::move(r)),
      watchdog_(around_.opts, around_.time, inbox_, verdict_, around_.meter),
      last_(last),
      accepted_(std::move(accepted)) {}

writer::~writer() {
  inbox_.close();
  if (thread_.joinable())
    thread_.join();
  else
    finish();
}

void writer::start() {
  thread_ = std::thread([this] { run(); });
  watchdog_.start();
}

void writer::run() {
  ::pthread_setname_np(::pthread_self(), "journal");
  finish();
}

// Until the inbox is closed and empty.
void writer::finish() {
  std::size_t last_rows = 0;
  for (;;) {
    // Half of those who are known to send is what comes while the other half is being answered.
    const auto wanted = std::min(most_to_gather, (last_rows + inbox_.rows()) / 2);
    if (wanted > 1) inbox_.gather(wanted, gather_for);
    const bool well = verdict_.now().has_value();
    auto next = inbox_.take(most_rows, most_bytes, well ? std::nullopt : std::optional<duration>(between_attempts));
    if (next.ended) break;
    last_rows = next.bodies.size();
    if (!next.bodies.empty() || !next.refusals.empty())
      handle(std::move(next));
    else if (!well)
      try_again(around_.time.now());
  }
  rotation_.close(last_, accepted_);
}

time_point writer::step(time_point now) {
  constexpr auto idle = std::chrono::seconds{1};
  auto next = inbox_.take_what_waits(most_rows, most_bytes);
  if (next.bodies.empty() && next.refusals.empty()) {
    if (verdict_.now().has_error()) try_again(now);
    return now + idle;
  }
  handle(std::move(next));
  return now;
}

void writer::handle(batch next) {
  for (auto& r : next.refusals) {
    around_.meter.refused_queue.add();
    r.done(std::move(r.why));
  }
  if (next.bodies.empty()) return;
  std::size_t bytes = 0;
  for (const auto& w : next.bodies) bytes += w.bytes;
  const auto now = around_.time.now();
  refuse_late_and_poor(next.bodies, now);
  if (!next.bodies.empty()) write(std::move(next.bodies), now);
  inbox_.release(bytes);
  around_.meter.queue_bytes.set(static_cast<double>(inbox_.bytes()));
  rotation_.tend(now);
}

void writer::refuse_late_and_poor(std::vector<waiting>& bodies, time_point now) {
  const auto free = around_.free.bytes(now);
  around_.meter.free_bytes.set(static_cast<double>(free));
  const auto passed = around_.time.passed();
  const bool poor = free < around_.opts.reserve.bytes;
  const auto refused = [&](waiting& w) {
    if (passed - w.since > around_.opts.append_deadline) {
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

bool writer::is_pausing(time_point now) const {
  return failures_in_a_row_ >= failures_at_once && now >= failed_at_ && now - failed_at_ < between_attempts;
}

// Nobody may send to a service that says no: it finds out without a body whether it could say yes.
void writer::try_again(time_point now) {
  if (is_pausing(now)) return;
  const auto target = rotation_.for_batch(now);
  auto done = target.has_error() ? result<void>(target.error()) : target->file->touch();
  if (done.has_value()) {
    failures_in_a_row_ = 0;
    return verdict_.good();
  }
  note_failure(target.has_value() ? &*target : nullptr, done.error(), now);
  verdict_.bad(std::move(done).error());
}

void writer::write(std::vector<waiting> bodies, time_point now) {
  if (is_pausing(now)) return fail(std::move(bodies), verdict_.now().error());
  watchdog_.begin(bodies);
  auto target = rotation_.for_batch(now);
  if (target.has_error()) {
    note_failure(nullptr, target.error(), now);
    return fail(std::move(bodies), target.error());
  }
  staged batch{std::move(bodies), {}, 0};
  for (const auto& w : batch.bodies) {
    batch.events[w.what.source] += w.what.identities.size();
    batch.bytes += w.bytes;
  }
  const auto begin = std::chrono::steady_clock::now();
  if (auto stored = store(*target, batch, now); stored.has_error()) {
    note_failure(&*target, stored.error(), now);
    return fail(std::move(batch.bodies), stored.error());
  }
  around_.meter.commit_seconds.observe(seconds_since(begin));
  keep(*target, std::move(batch), now);
}

// A full disk leaves the file whole (the transaction is gone); after any other failure nobody knows what is in it.
void writer::note_failure(const rotation::target* t, const error& why, time_point now) {
  if (why.is(errc::full)) return;
  ++failures_in_a_row_;
  failed_at_ = now;
  if (t != nullptr) leave(*t, now);
}

void writer::leave(const rotation::target& t, time_point now) {
  rotation_.abandon(t);
  // Known as empty, so that retention takes it in its turn and leaves no gap in the numbers.
  if (t.fresh) around_.segments.add({t.number, 0, 0, now, around_.service.now()});
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
    around_.segments.add({t.number, first, last_, now, around_.service.now()});
    around_.meter.segments.set(static_cast<double>(around_.segments.size()));
    log::info("journal", "segment begun", {{"segment", t.number}, {"first", first}});
  } else {
    around_.segments.extend(last_);
  }
  around_.meter.commits.add();
  around_.meter.batch_rows.observe(static_cast<double>(batch.bodies.size()));
  failures_in_a_row_ = 0;
  verdict_.good();
  watchdog_.end();
  JB_FAILPOINT("journal.before_callback");
  auto sequence = first;
  {
    const wake_together scope;
    for (auto& w : batch.bodies) {
      const receipt given{around_.who.node, around_.who.epoch, sequence++};
      if (w.done) w.done(given);
    }
  }
  blanks_.give_back(batch.bodies);
  if (on_commit_) on_commit_();
}

void writer::fail(std::vector<waiting> bodies, const error& why) {
  watchdog_.end();
  std::erase_if(bodies, [](const auto& w) { return !w.done; });
  const bool full = why.is(errc::full);
  (full ? around_.meter.refused_disk : around_.meter.refused_io).add(static_cast<double>(bodies.size()));
  verdict_.bad(why);
  // One kind for the sender's side: io or full.
  for (auto& w : bodies) w.done(error{full ? errc::full : errc::io, why.context});
}

}  // namespace jembatan::journal

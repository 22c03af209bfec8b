#include "journal/rotation.hpp"

#include "base/failpoint.hpp"
#include "base/log.hpp"
#include "sqlite/transaction.hpp"

namespace jembatan::journal {
namespace {

constexpr auto pause_after_failure = std::chrono::seconds{1};

}  // namespace

rotation::rotation(const options& o, identity who, cursor_file& cursor, std::uint64_t newest_registered)
    : options_(o), identity_(std::move(who)), cursor_(cursor), newest_registered_(newest_registered) {}

result<void> rotation::resume_current(std::uint64_t number, time_point begun_at) {
  JB_TRY(auto file, segment::reopen(segment_path(options_.directory, number), options_));
  current_.emplace(open_segment{std::move(file), number, begun_at});
  return {};
}

result<void> rotation::resume_spare(std::uint64_t number) {
  JB_TRY(auto file, segment::reopen(segment_path(options_.directory, number), options_));
  spare_.emplace(open_segment{std::move(file), number, {}});
  return {};
}

bool rotation::past(std::uint64_t bytes, duration age, time_point now) const {
  // After a clock stepped back the age is negative: then size alone decides.
  return current_->file.bytes() >= bytes || now - current_->begun_at >= age;
}

result<rotation::target> rotation::for_batch(time_point now) {
  const bool due = !current_ || past(options_.segment_size.bytes, options_.segment_age, now);
  if (due && !spare_) {
    auto made = make_spare(now);
    // A segment that is merely long is better than a body refused.
    if (made.has_error() && !current_) return std::move(made).error();
  }
  if (due && spare_) return target{&spare_->file, spare_->number, true};
  return target{&current_->file, current_->number, false};
}

void rotation::begun(time_point now) {
  if (current_) unsealed_.push_back(std::move(*current_));
  current_ = std::move(spare_);
  spare_.reset();
  current_->begun_at = now;
}

void rotation::abandon(const target& t) {
  auto& slot = t.fresh ? spare_ : current_;
  slot->file.database().leave_wal_on_close();
  slot.reset();
}

result<void> rotation::make_spare(time_point now) {
  if (spare_) return {};
  // While bodies still have a segment to go to, a full disk is not asked again with every batch.
  if (current_ && failed_at_ && now >= *failed_at_ && now - *failed_at_ < pause_after_failure)
    return error{errc::unavailable, "the next segment could not be made a moment ago"};
  const auto number = newest_registered_ + 1;
  auto done = make_and_register(number, now);
  if (done.has_error()) {
    if (!failed_at_)  // tried again and again: one line until it was made
      log::warning("journal", "next segment cannot be made", {{"segment", number}, {"error", done.error().message()}});
    failed_at_ = now;
    return done;
  }
  JB_FAILPOINT("journal.segment_registered");
  failed_at_.reset();
  newest_registered_ = number;
  spare_ = std::move(made_);
  made_.reset();
  return {};
}

result<void> rotation::make_and_register(std::uint64_t number, time_point now) {
  if (!made_) {
    segment_header header;
    header.node = identity_.node;
    header.epoch = identity_.epoch;
    header.number = number;
    header.created_at = now;
    JB_TRY(auto file, segment::create(segment_path(options_.directory, number), header, options_));
    made_.emplace(open_segment{std::move(file), number, {}});
  }
  JB_FAILPOINT("journal.new_segment");
  return cursor_.register_segment(number);
}

void rotation::tend(time_point now) {
  if (current_ && !spare_ && past(options_.segment_size.bytes / 2, options_.segment_age / 2, now))
    static_cast<void>(make_spare(now));
  if (current_) {
    if (auto moved = current_->file.checkpoint_when_due(); moved.has_error() && !moved.error().is(errc::full)) {
      log::error("journal", "checkpoint failed, segment is left",
                 {{"segment", current_->number}, {"error", moved.error().message()}});
      abandon({&current_->file, current_->number, false});
    }
  }
  for (auto s = unsealed_.begin(); s != unsealed_.end();) {
    auto sealed = s->file.seal();
    // Nothing is lost when it fails: readers find the rest in the WAL, which then stays.
    if (sealed.has_error()) s->file.database().leave_wal_on_close();
    s = sealed.has_error() || *sealed ? unsealed_.erase(s) : std::next(s);
  }
}

void rotation::close(std::uint64_t last, const tally& accepted) {
  if (current_) {
    auto kept = [&]() -> result<void> {
      JB_TRY(auto transaction, sqlite::transaction::begin(current_->file.database()));
      JB_CHECK(current_->file.put_tally(last, accepted));
      JB_FAILPOINT("journal.before_last_tally");
      JB_CHECK(transaction.commit());
      JB_FAILPOINT("journal.after_last_tally");
      return {};
    }();
    if (kept.has_error()) {
      current_->file.database().leave_wal_on_close();
      log::warning("journal", "last tally not written", {{"error", kept.error().message()}});
    } else {
      unsealed_.push_back(std::move(*current_));
    }
    current_.reset();
  }
  for (auto& s : unsealed_) {
    if (s.file.seal().has_error()) s.file.database().leave_wal_on_close();
  }
  unsealed_.clear();
  spare_.reset();
}

}  // namespace jembatan::journal

#include "journal/journal.hpp"

#include "base/log.hpp"
#include "journal/reader.hpp"
#include "journal/retention.hpp"
#include "journal/row.hpp"
#include "journal/survey.hpp"
#include "journal/writer.hpp"

namespace jembatan::journal {
namespace {

class segmented_journal final : public journal {
 public:
  segmented_journal(options o, directory_lock lock, std::unique_ptr<cursor_file> cursor, cursor_state at,
                    std::string node, const clock& time, metrics::registry& registry)
      : options_(std::move(o)),
        lock_(std::move(lock)),
        cursor_file_(std::move(cursor)),
        epoch_(at.epoch),
        node_(std::move(node)),
        clock_(time),
        meters_(registry),
        free_(*options_.files, options_.directory, options_.reserve.bytes),
        service_(time, at.service),
        reader_(options_, catalogue_),
        retention_(
            options_, catalogue_, reader_, free_, *cursor_file_, service_, [this] { return this->cursor(); }, meters_),
        cursor_(at.sequence) {
    publish_depth(registry, counts_);
  }

  // Before the parts go: nobody can be called back after them.
  ~segmented_journal() override {
    reader_.close();
    writer_.reset();
  }

  result<void> start(const survey& found, const cursor_state& at, writing how) {
    for (const auto& s : found.segments) catalogue_.add(s);
    meters_.segments.set(static_cast<double>(catalogue_.size()));
    JB_TRY(auto accepted, reader_.accepted_through(found.last));
    JB_TRY(const auto behind, reader_.accepted_through(at.sequence));
    counts_->start(accepted, behind, at.published);
    rotation segments(options_, {node_, epoch_}, *cursor_file_, at.newest_segment);
    if (!found.segments.empty()) {
      const auto& newest = found.segments.back();
      JB_CHECK(left_if_unwritable(segments.resume_current(newest.number, newest.begun_at), newest.number));
    }
    if (found.spare) JB_CHECK(left_if_unwritable(segments.resume_spare(*found.spare), *found.spare));
    // On a full disk the service starts and refuses until there is room.
    if (auto made = first_segment(segments, found); made.has_error() && !made.error().is(errc::full))
      return std::move(made).error();
    writer_.emplace(
        writer::surroundings{options_, clock_, service_, {node_, epoch_}, catalogue_, *counts_, free_, meters_},
        std::move(segments), found.last, std::move(accepted));
    by_steps_ = how == writing::by_steps;
    if (!by_steps_) writer_->start();
    return {};
  }

  entry blank() override { return writer_->blanks().take(); }

  void append(entry e, bool may_use_reserve, callback done) override {
    const auto bytes = row_bytes(e);
    writer_->in().put({std::move(e), may_use_reserve, clock_.passed(), bytes, std::move(done)});
  }

  result<std::vector<stored_entry>> read(std::uint64_t after, std::size_t rows, std::size_t bytes) override {
    return reader_.read(after, {rows, bytes});
  }
  result<stored_entry> find(std::uint64_t sequence) override { return reader_.find(sequence); }
  result<std::optional<time_point>> removed_at(std::uint64_t sequence) override {
    if (catalogue_.holding(sequence)) return std::optional<time_point>();
    return cursor_file_->removed_at(sequence);
  }

  std::uint64_t cursor() const override { return cursor_.load(); }

  result<void> advance(std::uint64_t through, const std::map<std::string, std::uint64_t>& published) override {
    const std::lock_guard lock(advancing_);
    const auto from = cursor_.load();
    if (through <= from || through > catalogue_.last())
      return error{errc::invalid, "the journal's cursor is at " + std::to_string(from) + " and cannot move to " +
                                      std::to_string(through)};
    JB_TRY(const auto passed, reader_.count(from, through));
    JB_CHECK(cursor_file_->advance(through, published));
    cursor_ = through;
    counts_->moved(passed, published);
    return {};
  }

  std::map<std::string, source_counts> counts() const override { return counts_->all(); }
  const std::string& epoch() const override { return epoch_; }

  result<void> accepting() const override {
    // First, since it says what to do: the writer's own failure would then be that the disk is full.
    if (free_.below_reserve(clock_.now()))
      return error{errc::full, "free space in " + options_.directory.string() + " is below journal.reserve"};
    return writer_->state();
  }

  void on_commit(std::function<void()> f) override { writer_->on_commit(std::move(f)); }
  stage& retention() override { return retention_; }
  stage* writer_stage() override { return by_steps_ ? &*writer_ : nullptr; }

 private:
  // A segment that the disk does not let us write is left for the next one; its rows are read where they are.
  static result<void> left_if_unwritable(result<void> resumed, std::uint64_t number) {
    if (resumed.has_error() && !resumed.error().is(errc::io)) return resumed;
    if (resumed.has_error())
      log::error("journal", "segment cannot be written, it is left",
                 {{"segment", number}, {"error", resumed.error().message()}});
    return {};
  }
  result<void> first_segment(rotation& segments, const survey& found) {
    if (!found.segments.empty() || found.spare) return {};
    return segments.make_spare(clock_.now());
  }

  const options options_;
  const directory_lock lock_;
  const std::unique_ptr<cursor_file> cursor_file_;
  const std::string epoch_;
  const std::string node_;
  const clock& clock_;
  meters meters_;
  const std::shared_ptr<counts_board> counts_ = std::make_shared<counts_board>();
  catalogue catalogue_;
  mutable free_space free_;
  const service_time service_;
  reader reader_;
  class retention retention_;
  std::mutex advancing_;
  std::atomic<std::uint64_t> cursor_;
  bool by_steps_ = false;
  std::optional<writer> writer_;
};

}  // namespace

result<std::unique_ptr<journal>> journal::open(const options& o, std::string node, const clock& time,
                                               random_source& random, metrics::registry& registry, writing how) {
  JB_CHECK(o.files->make_directories(o.directory));
  JB_TRY(auto lock, o.files->lock(o.directory / "lock"));
  JB_TRY(const auto numbers, list_segments(o));
  constexpr std::size_t epoch_bytes = 8;
  const auto epoch = numbers.empty() ? random.hex(epoch_bytes) : std::string{};
  JB_TRY(auto cursor, cursor_file::open(o, epoch));
  JB_TRY(const auto at, cursor->load());
  JB_TRY(const auto found, survey_segments(o, at));
  auto opened =
      std::make_unique<segmented_journal>(o, std::move(lock), std::move(cursor), at, std::move(node), time, registry);
  JB_CHECK(opened->start(found, at, how));
  log::info("journal", "open",
            {{"epoch", at.epoch}, {"last", found.last}, {"cursor", at.sequence}, {"segments", found.segments.size()}});
  return std::unique_ptr<journal>(std::move(opened));
}

}  // namespace jembatan::journal

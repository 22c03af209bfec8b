#include "journal/retention.hpp"

#include "base/failpoint.hpp"
#include "base/log.hpp"

namespace jembatan::journal {
namespace {

constexpr auto look_again = std::chrono::seconds{30};
// DESIGN.md "Journal": disk pressure takes the oldest first, never younger than this.
constexpr auto never_younger_than = std::chrono::days{7};

}  // namespace

retention::retention(const options& o, catalogue& c, reader& r, free_space& f, cursor_file& file,
                     std::function<std::uint64_t()> cursor, meters& m)
    : options_(o), catalogue_(c), reader_(r), free_(f), file_(file), cursor_(std::move(cursor)), meters_(m) {}

bool retention::may_go(const catalogue::candidate& c, time_point now) {
  // A segment that was never begun has last = 0 and holds nothing.
  if (c.oldest.last > cursor_()) return false;
  const auto age = now - c.ended_at;
  return age >= options_.keep || (age >= never_younger_than && free_.below_reserve(now));
}

result<void> retention::remove(const segment_range& s, time_point now) {
  if (s.first != 0) JB_CHECK(file_.register_removal(s, now));
  return reader_.remove(s.number);
}

time_point retention::step(time_point now) {
  meters_.free_bytes.set(static_cast<double>(free_.bytes(now)));
  const auto oldest = catalogue_.oldest();
  if (!oldest || !may_go(*oldest, now)) return now + look_again;
  const auto number = oldest->oldest.number;
  if (auto removed = remove(oldest->oldest, now); removed.has_error()) {
    log::error("journal", "segment cannot be removed", {{"segment", number}, {"error", removed.error().message()}});
    return now + look_again;
  }
  JB_FAILPOINT("journal.segment_removed");
  catalogue_.drop(number);
  meters_.segments.set(static_cast<double>(catalogue_.size()));
  log::info("journal", "segment removed", {{"segment", number}, {"last", oldest->oldest.last}});
  return now;
}

}  // namespace jembatan::journal

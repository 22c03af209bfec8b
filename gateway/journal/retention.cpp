#include "journal/retention.hpp"

#include "base/failpoint.hpp"
#include "base/log.hpp"

namespace jembatan::journal {
namespace {

constexpr auto look_again = std::chrono::seconds{30};
// DESIGN.md "Journal": disk pressure takes the oldest first, never younger than this.
constexpr auto never_younger_than = std::chrono::days{7};
// What a crash may take of the service time.
constexpr auto between_notes = std::chrono::hours{1};

}  // namespace

retention::retention(const options& o, catalogue& c, reader& r, free_space& f, cursor_file& file,
                     const service_time& service, std::function<std::uint64_t()> cursor, meters& m)
    : options_(o),
      catalogue_(c),
      reader_(r),
      free_(f),
      file_(file),
      service_(service),
      cursor_(std::move(cursor)),
      meters_(m) {}

bool retention::may_go(const catalogue::candidate& c, time_point now) {
  // A segment that was never begun has last = 0 and holds nothing.
  if (c.oldest.last > cursor_()) return false;
  const auto age = service_.now() - c.ended;
  return age >= options_.keep || (age >= never_younger_than && free_.below_reserve(now));
}

result<void> retention::remove(const segment_range& s, time_point now) {
  if (s.first != 0) JB_CHECK(file_.register_removal(s, now));
  return reader_.remove(s.number);
}

// When it cannot be noted, on a full disk, bodies are kept a little longer after the next start.
void retention::note_service() {
  const auto begun = catalogue_.past(noted_segment_);
  const auto service = service_.now();
  if (begun.empty() && noted_at_ && service - *noted_at_ < between_notes) return;
  const auto oldest = catalogue_.oldest();
  if (file_.note_service(service, begun, oldest ? oldest->oldest.number : 0).has_error()) return;
  noted_at_ = service;
  if (!begun.empty()) noted_segment_ = begun.back().number;
}

time_point retention::step(time_point now) {
  note_service();
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

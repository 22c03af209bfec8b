#include "journal/reader.hpp"

#include <algorithm>

namespace jembatan::journal {
namespace {

// The pump is in one, a replay in a second, explanations in others.
constexpr std::size_t most_open = 4;

}  // namespace

reader::reader(const options& o, const catalogue& c) : options_(o), catalogue_(c) {}

result<segment_view*> reader::view_of(std::uint64_t number) {
  const auto found = std::find_if(views_.begin(), views_.end(), [number](const auto& v) { return v.number == number; });
  if (found != views_.end()) {
    views_.splice(views_.begin(), views_, found);
    return &views_.front().view;
  }
  JB_TRY(auto view,
         segment_view::open(segment_path(options_.directory, number), catalogue_.is_newest(number), options_));
  views_.push_front({number, std::move(view)});
  if (views_.size() > most_open) views_.pop_back();
  return &views_.front().view;
}

result<std::vector<stored_entry>> reader::read(std::uint64_t after, read_limits limits) {
  const std::lock_guard lock(mutex_);
  std::vector<stored_entry> rows;
  const auto segment = catalogue_.after(after);
  if (!segment) return rows;
  JB_TRY(auto* view, view_of(segment->number));
  limits.rows = std::max<std::size_t>(limits.rows, 1);
  JB_CHECK(view->read(std::max(after + 1, segment->first), segment->last, limits, rows));
  return rows;
}

result<stored_entry> reader::find(std::uint64_t sequence) {
  const std::lock_guard lock(mutex_);
  const auto segment = catalogue_.holding(sequence);
  if (!segment)
    return error{errc::not_found, "the journal does not hold sequence " + std::to_string(sequence) +
                                      ": it was never given or retention has taken it"};
  JB_TRY(auto* view, view_of(segment->number));
  std::vector<stored_entry> rows;
  JB_CHECK(view->read(sequence, sequence, {1, 0}, rows));
  return std::move(rows.front());
}

result<tally> reader::count(std::uint64_t after, std::uint64_t through) {
  const std::lock_guard lock(mutex_);
  tally sum;
  while (after < through) {
    const auto segment = catalogue_.after(after);
    if (!segment || segment->first > through) break;
    const auto last = std::min(through, segment->last);
    JB_TRY(auto* view, view_of(segment->number));
    JB_TRY(const auto events, view->count(std::max(after, segment->first - 1), last));
    for (const auto& [source, n] : events) sum[source] += n;
    after = last;
  }
  return sum;
}

result<tally> reader::accepted_through(std::uint64_t sequence) {
  const std::lock_guard lock(mutex_);
  auto segment = catalogue_.holding(sequence);
  // The sequence before the first one that is still here: the segment's opening tally says it.
  if (!segment) segment = catalogue_.after(sequence);
  if (!segment) return tally{};
  JB_TRY(auto* view, view_of(segment->number));
  return view->accepted_through(sequence);
}

void reader::close() {
  const std::lock_guard lock(mutex_);
  views_.clear();
}

result<void> reader::remove(std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  views_.remove_if([number](const auto& v) { return v.number == number; });
  return remove_segment(*options_.files, segment_path(options_.directory, number));
}

}  // namespace jembatan::journal

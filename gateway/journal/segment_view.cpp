#include "journal/segment_view.hpp"

#include "journal/damage.hpp"
#include "journal/row.hpp"

namespace jembatan::journal {
namespace {

// Further apart than this, two tallies are quicker than the rows between them.
constexpr std::uint64_t few_rows = 16384;

std::uint64_t unsigned_column(const sqlite::statement& s, int column) {
  return static_cast<std::uint64_t>(s.integer(column));
}

bool wal_is_empty(file_system& files, const std::filesystem::path& file) {
  const auto size = files.size(file.string() + "-wal");
  return size.has_error() ? size.error().is(errc::not_found) : *size == 0;
}

}  // namespace

segment_view::segment_view(sqlite::database db, std::filesystem::path file)
    : file_(std::move(file)), database_(std::move(db)) {}

result<segment_view> segment_view::open(const std::filesystem::path& file, bool newest, const options& o) {
  const auto mode = !newest && wal_is_empty(*o.files, file) ? sqlite::access::sealed : sqlite::access::read_only;
  auto db = sqlite::database::open(file, {.mode = mode, .vfs = o.vfs});
  if (db.has_error()) return explain_damage(std::move(db).error(), file);
  segment_view view(std::move(*db), file);
  auto rows = view.database_.prepare("SELECT " JB_JOURNAL_ROW_COLUMNS
                                     " FROM row WHERE sequence BETWEEN ?1 AND ?2 ORDER BY sequence");
  if (rows.has_error()) return explain_damage(std::move(rows).error(), file);
  view.rows_ = std::move(*rows);
  JB_TRY(view.events_, view.database_.prepare("SELECT source,events FROM row WHERE sequence>?1 AND sequence<=?2"));
  return view;
}

result<segment_header> segment_view::header() {
  JB_TRY(auto query,
         database_.prepare("SELECT format,node,epoch,number,first_sequence,created_at,begun_at FROM header"));
  JB_TRY(const bool found, query.step());
  if (!found) return damaged(file_, "its header is missing");
  segment_header h;
  h.format = query.integer(0);
  h.node = query.text(1);
  h.epoch = query.text(2);
  h.number = unsigned_column(query, 3);
  h.first = unsigned_column(query, 4);
  h.created_at = from_unix_ms(query.integer(5));
  h.begun_at = from_unix_ms(query.integer(6));
  if (h.format > segment_format)
    return error{errc::unsupported, file_.string() + " has format " + std::to_string(h.format) +
                                        ", which this version does not know: install the version that wrote it"};
  return h;
}

result<std::uint64_t> segment_view::last() {
  JB_TRY(auto query, database_.prepare("SELECT " JB_JOURNAL_ROW_COLUMNS " FROM row ORDER BY sequence DESC LIMIT 1"));
  JB_TRY(const bool found, query.step());
  if (!found) return std::uint64_t{0};
  JB_TRY(const auto row, read_row(query, file_));
  return row.sequence;
}

result<void> segment_view::quick_check() {
  auto checked = database_.quick_check();
  if (checked.has_error()) return explain_damage(std::move(checked).error(), file_);
  return checked;
}

result<stored_entry> segment_view::next_row(std::uint64_t expected) {
  auto found = rows_.step();
  if (found.has_error()) return explain_damage(std::move(found).error(), file_);
  if (!*found || unsigned_column(rows_, 0) != expected)
    return damaged(file_, "row " + std::to_string(expected) + " is missing");
  return read_row(rows_, file_);
}

result<void> segment_view::read(std::uint64_t first, std::uint64_t last, read_limits limits,
                                std::vector<stored_entry>& out) {
  rows_.bind(1, static_cast<std::int64_t>(first));
  rows_.bind(2, static_cast<std::int64_t>(last));
  const sqlite::reset_guard guard(rows_);
  std::size_t bytes = 0;
  for (auto expected = first; expected <= last && out.size() < limits.rows; ++expected) {
    auto row = next_row(expected);
    // What is good before it goes on its way; the next read begins at the bad row and says so.
    if (row.has_error() && !out.empty()) return {};
    if (row.has_error()) return std::move(row).error();
    bytes += row_bytes(row->what);
    if (!out.empty() && bytes > limits.bytes) return {};
    out.push_back(std::move(*row));
  }
  return {};
}

result<void> segment_view::add_rows(std::uint64_t after, std::uint64_t through, tally& sum) {
  events_.bind(1, static_cast<std::int64_t>(after));
  events_.bind(2, static_cast<std::int64_t>(through));
  const sqlite::reset_guard guard(events_);
  for (;;) {
    auto found = events_.step();
    if (found.has_error()) return explain_damage(std::move(found).error(), file_);
    if (!*found) return {};
    sum[std::string(events_.text(0))] += unsigned_column(events_, 1);
  }
}

result<tally> segment_view::accepted_through(std::uint64_t sequence) {
  tally sum;
  std::uint64_t counted = 0;
  JB_TRY(auto query, database_.prepare("SELECT through,source,accepted FROM tally WHERE through="
                                       "(SELECT max(through) FROM tally WHERE through<=?1)"));
  query.bind(1, static_cast<std::int64_t>(sequence));
  JB_TRY(bool found, query.step());
  while (found) {
    counted = unsigned_column(query, 0);
    sum[std::string(query.text(1))] = unsigned_column(query, 2);
    JB_TRY(found, query.step());
  }
  JB_CHECK(add_rows(counted, sequence, sum));
  return sum;
}

result<tally> segment_view::count(std::uint64_t after, std::uint64_t through) {
  tally sum;
  if (through - after <= few_rows) {
    JB_CHECK(add_rows(after, through, sum));
    return sum;
  }
  JB_TRY(sum, accepted_through(through));
  JB_TRY(const auto before, accepted_through(after));
  for (const auto& [source, events] : before) sum[source] -= events;
  return sum;
}

}  // namespace jembatan::journal

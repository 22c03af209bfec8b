#pragma once
// Removes what was handed on and is old: one file per segment, the oldest first. Counts stay, since every segment
// carries the tallies of all before it. Notes the service time by which it goes now and then, and soon after a segment
// was begun. Driven by one thread.
#include "journal/catalogue.hpp"
#include "journal/cursor_file.hpp"
#include "journal/free_space.hpp"
#include "journal/metrics.hpp"
#include "journal/reader.hpp"
#include "journal/service_time.hpp"

namespace jembatan::journal {

class retention final : public stage {
 public:
  retention(const options&, catalogue&, reader&, free_space&, cursor_file&, const service_time&,
            std::function<std::uint64_t()> cursor, meters&);

  const char* name() const override { return "journal.retention"; }
  time_point step(time_point now) override;

 private:
  bool may_go(const catalogue::candidate&, time_point now);
  void note_service();
  result<void> remove(const segment_range&, time_point now);

  const options& options_;
  catalogue& catalogue_;
  reader& reader_;
  free_space& free_;
  cursor_file& file_;
  const service_time& service_;
  const std::function<std::uint64_t()> cursor_;
  meters& meters_;
  std::uint64_t noted_segment_ = 0;
  std::optional<duration> noted_at_;
};

}  // namespace jembatan::journal

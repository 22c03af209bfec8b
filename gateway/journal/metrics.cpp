#include "journal/metrics.hpp"

namespace jembatan::journal {
namespace {

metrics::counter refused(metrics::registry& r, const char* reason) {
  return r.make_counter("jembatan_journal_refused_total", "Bodies that were not stored, by reason",
                        {{"reason", reason}});
}

}  // namespace

meters::meters(metrics::registry& r)
    : commits(r.make_counter("jembatan_journal_commits_total", "Commits of the journal that reached the disk")),
      commit_seconds(r.make_histogram("jembatan_journal_commit_seconds",
                                      "Time from the first insert to the end of fsync",
                                      {.0002, .0005, .001, .002, .005, .01, .02, .05, .1, .25, 1, 5})),
      batch_rows(r.make_histogram("jembatan_journal_batch_rows", "Bodies stored by one commit",
                                  {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096})),
      queue_bytes(r.make_gauge("jembatan_journal_queue_bytes", "Bytes of bodies that wait for the writer")),
      free_bytes(r.make_gauge("jembatan_journal_free_bytes", "Free bytes on the journal's disk")),
      segments(r.make_gauge("jembatan_journal_segments", "Segment files that hold bodies")),
      refused_queue(refused(r, "queue")),
      refused_reserve(refused(r, "reserve")),
      refused_deadline(refused(r, "deadline")),
      refused_disk(refused(r, "disk_full")),
      refused_io(refused(r, "io")),
      refused_hung(refused(r, "hung")) {}

void publish_depth(metrics::registry& r, const std::shared_ptr<counts_board>& board) {
  r.before_scrape([&r, weak = std::weak_ptr<counts_board>(board)] {
    const auto counts = weak.lock();
    if (!counts) return;
    for (const auto& [source, c] : counts->all()) {
      r.make_gauge("jembatan_journal_depth_events", "Raw events that are stored and not yet handed on",
                   {{"source", source}})
          .set(static_cast<double>(c.depth));
    }
  });
}

}  // namespace jembatan::journal

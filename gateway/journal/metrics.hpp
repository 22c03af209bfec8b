#pragma once
// Names of the journal's metrics. Labels: source (its id in the configuration) and reason, never a person.
#include <functional>
#include <memory>

#include "journal/counts.hpp"
#include "metrics/registry.hpp"

namespace jembatan::journal {

struct meters {
  explicit meters(metrics::registry&);

  metrics::counter commits;
  metrics::histogram commit_seconds;
  metrics::histogram batch_rows;
  metrics::gauge queue_bytes;
  metrics::gauge free_bytes;
  metrics::gauge segments;
  metrics::counter refused_queue;
  metrics::counter refused_reserve;
  metrics::counter refused_deadline;
  metrics::counter refused_disk;
  metrics::counter refused_io;
  metrics::counter refused_hung;
};

// Sets jembatan_journal_depth_events{source} before each scrape for as long as the board lives.
void publish_depth(metrics::registry&, const std::shared_ptr<counts_board>&);

}  // namespace jembatan::journal

#pragma once
// The stage between journal and event log: reads what was accepted, maps it, appends what it became, and then moves the
// journal's cursor with the counts of what was published. What a raw event became is appended in one append; a batch of
// more messages than go into one, such as a body of ten thousand statements, takes several steps. Nothing is skipped:
// what fails is tried again with backoff, from the same place. It holds nothing that a crash may not take: after one
// between append and cursor the same messages are appended once more, and readers know them by their ids (SEMANTICS.md
// 2.3). step() by one thread at a time; set_plan() and trouble() from any thread.
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log_limit.hpp"
#include "base/quantity.hpp"
#include "base/stage.hpp"
#include "eventlog/event_log.hpp"
#include "journal/journal.hpp"
#include "metrics/registry.hpp"
#include "normalise/plan.hpp"

namespace jembatan::pump {

struct options {
  std::size_t rows = 2048;                            // bodies in one batch
  std::size_t bytes = 4 * MiB;                        // and their size, about
  std::size_t messages = 4096;                        // in one append, about
  duration gather = std::chrono::milliseconds{20};    // after a batch that was not full: each one costs two syncs
  duration idle = std::chrono::seconds{1};            // when there was nothing; a commit wakes it earlier
  duration backoff = std::chrono::milliseconds{100};  // after a failure, doubled each time
  duration backoff_cap = std::chrono::seconds{5};
};

// What the mappings must know of a source.
struct source_kind {
  std::string type;
  normalise::parameters given;  // its options that mappings may name
};

// Every source by its id. One whose bodies are still in the journal should stay here after it left the configuration:
// without a type they become dead letters (source_unknown), which a replay can mend.
using source_kinds = std::map<std::string, source_kind>;

class pump final : public stage {
 public:
  // `node`: of this process, as it stands in receipts. Journal, log and registry must outlive it.
  pump(journal::journal&, eventlog::event_log&, std::string node, std::shared_ptr<const normalise::plan>, source_kinds,
       metrics::registry&, options = {});

  const char* name() const override { return "pump"; }
  time_point step(time_point now) override;

  // In force from the next batch on: what was read before is mapped as a whole by the plan before.
  void set_plan(std::shared_ptr<const normalise::plan>);
  std::shared_ptr<const normalise::plan> current_plan() const;

  // Whether a body that is stored now would have to wait for long unless step() is called. Else it comes by itself.
  bool wants_waking() const { return wants_waking_; }

  // Called after an append, from step(): wakes the reader. Set once, before the first step.
  void on_appended(std::function<void()>);

  // Why it does not get on; nothing while it does. For /readyz.
  std::optional<std::string> trouble() const;

 private:
  // What was read, until the cursor has passed it.
  struct batch {
    batch() {}  // Clang: written out, since std::optional asks for it while the class is not complete
    std::vector<journal::stored_entry> entries;
    std::shared_ptr<const normalise::plan> plan;
    std::size_t entry = 0;                           // the one in work
    std::size_t event = 0;                           // its next raw event
    std::optional<std::vector<std::string>> raws;    // its raw events
    std::vector<eventlog::message> messages;         // mapped, and not yet appended
    std::map<std::string, std::uint64_t> published;  // raw events per source
    std::uint64_t dispositions[4] = {};

    bool mapped() const { return entry == entries.size(); }
  };

  result<bool> work(time_point now);
  result<bool> read(time_point now);
  result<void> append();
  result<void> advance();
  void map_some(batch&);
  void map_events(batch&);
  void tell(const normalise::raw_event&, const normalise::outcome&);
  void count(const batch&);
  time_point come_again_after(const error&, time_point now);
  void recovered();

  journal::journal& journal_;
  eventlog::event_log& log_;
  const std::string node_;
  const source_kinds kinds_;
  const options options_;
  std::function<void()> appended_;

  mutable std::mutex mutex_;  // over the next two
  std::shared_ptr<const normalise::plan> plan_;
  std::optional<std::string> trouble_;

  std::optional<batch> batch_;
  std::atomic<bool> wants_waking_{true};
  const char* doing_ = "read";  // what fails, when something does
  std::uint64_t failures_in_a_row_ = 0;
  log::limited lines_;

  std::vector<metrics::counter> events_;  // by disposition
  std::map<std::string, metrics::counter, std::less<>> failures_;
  metrics::gauge lag_;
};

}  // namespace jembatan::pump

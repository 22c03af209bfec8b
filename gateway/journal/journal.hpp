#pragma once
// Durable inbox. A body is acknowledged to its sender only after append() has called back with a receipt, and that
// happens only after the commit that holds it is on disk (fsync). Segments of SQLite files, one writer thread, adaptive
// group commit: whatever arrived while the last commit ran is the next batch. FORMAT.md has the bytes. One process per
// directory (flock). append() from any thread; read(), advance() and counts() from any thread. What survives a crash:
// every body whose callback got a receipt; the cursor as of the last advance() that returned.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/hex.hpp"
#include "base/random.hpp"
#include "base/receipt.hpp"
#include "base/stage.hpp"
#include "journal/config.hpp"
#include "metrics/registry.hpp"

namespace jembatan::journal {

struct entry {
  std::string source;  // id of the source in the configuration
  time_point received_at;
  std::string peer;                // address of the sender, for the audit trail only
  std::string tls;                 // "TLSv1.3"
  std::vector<digest> identities;  // one per raw event in the body, in order (SEMANTICS.md 1)
  std::string body;                // as received
};

struct stored_entry {
  std::uint64_t sequence = 0;  // of the receipt
  entry what;
};

// Per source, in raw events. Each is counted where it happens (SEMANTICS.md 2.4): accepted with the commit, depth by
// counting rows behind the cursor, published with the cursor.
struct source_counts {
  std::uint64_t accepted = 0;
  std::uint64_t depth = 0;
  std::uint64_t published = 0;
};

// Who drives the writer.
enum class writing { on_a_thread, by_steps };

class journal {
 public:
  using callback = std::function<void(result<receipt>)>;

  // Opens or creates the directory and starts the writer, unless it is to be driven by steps. locked if another process
  // writes here; corrupt if a segment is damaged: the message names the file and the remedy; nothing is repaired.
  static result<std::unique_ptr<journal>> open(const options&, std::string node, const clock&, random_source&,
                                               metrics::registry&, writing = writing::on_a_thread);
  virtual ~journal() = default;  // finishes what was appended, then stops the writer

  // An empty entry to be filled, with memory that an earlier one has used.
  virtual entry blank() { return {}; }

  // Calls back once, from a thread of the journal: with the receipt when the body is durable, or with the failure: full
  // (disk, reserve or queue), timeout (it waited past append_deadline, or the disk past commit_deadline), io, cancelled
  // (shutting down). Nothing of it is kept then, but where nobody knows what the disk did: after commit_deadline, and
  // for io when the process ends before another body was stored, it may stand in the journal afterwards, as accepted.
  // `may_use_reserve`: for senders that do not try again.
  virtual void append(entry, bool may_use_reserve, callback) = 0;

  // Entries after `after` in order, at most `rows` and about `bytes` (one at least). Empty when there are none yet.
  // corrupt, with the file's name, at a row that is damaged or missing: what lies before it is returned first, and
  // nothing is skipped.
  virtual result<std::vector<stored_entry>> read(std::uint64_t after, std::size_t rows, std::size_t bytes) = 0;
  // One entry by its sequence; not_found when retention has taken it.
  virtual result<stored_entry> find(std::uint64_t sequence) = 0;
  // When retention took the entry; nothing when it is here, was never given, or went before removals were noted.
  virtual result<std::optional<time_point>> removed_at(std::uint64_t sequence) = 0;

  // The last sequence that was handed on.
  virtual std::uint64_t cursor() const = 0;
  // Moves the cursor and, in the same transaction, adds what was published (raw events per source).
  virtual result<void> advance(std::uint64_t through, const std::map<std::string, std::uint64_t>& published) = 0;

  virtual std::map<std::string, source_counts> counts() const = 0;
  virtual const std::string& epoch() const = 0;

  // Good while new bodies can be stored; else why not (for /readyz).
  virtual result<void> accepting() const = 0;

  // Called after every commit, from the writer's thread: the pump's wake-up. Set once, before the first append.
  virtual void on_commit(std::function<void()>) = 0;

  // Unlinks delivered segments that are older than `keep`, and under disk pressure the oldest ones, never younger than
  // 7 days: by the time in which the journal was open (service_time.hpp), whatever the wall time says.
  virtual stage& retention() = 0;
  // One commit a step, where the writer is driven by steps: a simulation has one thread for everything. Else null.
  virtual stage* writer_stage() { return nullptr; }
};

}  // namespace jembatan::journal

#pragma once
// What goes wrong in one history, as a list made from the seed: each entry can be left out, which is how a failing
// history is shrunk. Counted in disk operations, exchanges with the target or minutes, so that a fault falls into the
// same place when the history is run again. One thread.
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "sim/disk.hpp"

namespace jembatan::sim {

// What the target does with one exchange. It has acted in those that say so.
enum class trick {
  none,
  turned_away,       // 503 and a page of the proxy
  token_refused,     // 401 of the API gateway
  throttled,         // 429
  refused,           // success:false
  no_connection,     // never reached
  silent,            // reached, did nothing, never answered
  acted_and_silent,  // no answer within the deadline
  acted_and_late,    // the answer comes at the last moment
  acted_and_cut,     // connection reset
  acted_and_failed,  // 500
  acted_and_page,    // a proxy's page instead of the answer
  acted_and_empty,   // 200 without a body
  acted_and_denied,  // says success:false
  acted_without_id,  // says success, shows no id
  answer_of_before,  // acted; the answer is the one of the exchange before, once more
  die_before,        // the gateway dies when the request is on its way and was not acted upon
  die_after,         // and when it was
};

struct fault {
  enum class kind { kill, power_cut, disk_full, write_fails, sync_fails, read_fails, clock_step, target, restart };
  kind what = kind::kill;
  // Counted in operations of the process (kill, power_cut) or of the disk, in reads (read_fails), exchanges (target),
  // else in minutes.
  std::uint64_t after = 0;
  std::uint64_t lasts = 0;  // in the same unit
  std::int64_t by = 0;      // clock_step: milliseconds
  trick how = trick::none;  // target
};

std::vector<fault> plan_faults(std::uint64_t seed);
std::string to_string(const fault&);

// The faults of a running history.
class fate_of_history {
 public:
  // `left_out`: numbers of entries that do not happen.
  fate_of_history(std::vector<fault>, const std::set<std::size_t>& left_out);

  disk::fate judge(disk::operation);
  bool next_read_is_good();
  trick next_exchange();
  duration clock_offset(std::int64_t minute) const;
  // Whether the process is to be stopped and started again in good order.
  bool restart_is_due(std::int64_t minute);

  void process_begins() { operations_of_process_ = 0; }
  // How the process died; the next one in the list is for the next process.
  bool power_was_cut() const { return power_cut_; }
  std::uint64_t deaths() const { return deaths_; }
  // From now on all is well.
  void end() { faults_.clear(); }

 private:
  std::vector<fault> faults_;
  std::uint64_t operations_ = 0, operations_of_process_ = 0, reads_ = 0, exchanges_ = 0, deaths_ = 0;
  bool power_cut_ = false;
};

}  // namespace jembatan::sim
